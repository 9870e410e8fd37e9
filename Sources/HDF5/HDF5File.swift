internal import CHDF5Reader
internal import Synchronization
public import Tensors

/// An HDF5 file, open for reading.
///
/// The file is read in a child process that lives as long as this object (see `CHDF5Reader.h` for why), so a file that
/// makes libhdf5 crash or loop gives an ``HDF5Error`` like any other damage. Several threads may share one object; they
/// take turns. Different objects read at the same time. Do not keep one open longer than needed: as long as the child
/// lives, memory that this process changes exists twice.
///
/// | stored | read by |
/// |---|---|
/// | float16/32/64, every integer, bool, enumerations | ``tensor(_:rows:)``, ``doubles(_:)`` |
/// | integers that must stay exact (beyond 2^24 as `Float`, 2^53 as `Double`) | ``integers(_:)`` |
/// | {real, imag} of integers or floats | ``complexTensor(_:rows:)`` |
/// | strings of fixed or variable length | ``texts(_:)`` |
public final class HDF5File: Sendable {
  public let path: String
  private let process: Mutex<ReaderProcess>

  /// Opens the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - processorSeconds: how long one request may compute (files beyond 4 MB get a second more for each 4 MB); the
  ///     library knows damaged files in which it never comes to an end.
  /// - Throws: ``HDF5Error`` for a file that is missing, unreadable, of another format, cut short or damaged.
  public init(reading path: String, processorSeconds: Int = 20) throws(HDF5Error) {
    self.path = path
    process = Mutex(try ReaderProcess(opening: path, processorSeconds: processorSeconds))
  }

  /// Reads a dataset of numbers, converted to `Float` by the library whatever its stored type.
  ///
  /// - Parameters:
  ///   - name: the dataset's path in the file.
  ///   - rows: which part of its first axis; nil for all.
  /// - Returns: a tensor of the dataset's own shape; values beyond `Float` become infinite.
  /// - Throws: ``HDF5Error`` when there is no such dataset, or no numbers in it, or the file is damaged there.
  public func tensor(_ name: String, rows: Range<Int>? = nil) throws(HDF5Error) -> Tensor {
    let (shape, scalars) = try elements(name, CHDF5R_FLOAT, zero: Float(0), rows: rows)
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Reads a dataset of complex numbers: the tensor has one more axis, of extent 2, for real and imaginary part.
  public func complexTensor(_ name: String, rows: Range<Int>? = nil) throws(HDF5Error) -> Tensor {
    let (shape, scalars) = try elements(name, CHDF5R_COMPLEX_FLOAT, zero: Float(0), rows: rows, perElement: 2)
    return Tensor(shape: shape + [2], scalars: scalars)
  }

  /// Reads a dataset of numbers as `Double`, row-major.
  public func doubles(_ name: String) throws(HDF5Error) -> [Double] {
    try elements(name, CHDF5R_DOUBLE, zero: Double(0)).scalars
  }

  /// Reads a dataset of integers exactly, row-major; uint64 values beyond `Int64.max` are clamped to it.
  public func integers(_ name: String) throws(HDF5Error) -> [Int64] {
    try elements(name, CHDF5R_INT64, zero: Int64(0)).scalars
  }

  /// Reads a dataset of strings, row-major; bytes that are not UTF-8 are replaced by U+FFFD.
  public func texts(_ name: String) throws(HDF5Error) -> [String] {
    try ask(ReaderProcess.Request(operation: CHDF5R_TEXTS, object: name)) {
      decoder throws(ReplyDecoder.Garbled) -> [String] in try decoder.texts()
    }
  }

  /// What kind of object is at `name`.
  public func object(_ name: String) throws(HDF5Error) -> HDF5Object {
    try ask(ReaderProcess.Request(operation: CHDF5R_DESCRIBE, object: name)) {
      decoder throws(ReplyDecoder.Garbled) -> HDF5Object in try decoder.object(named: name)
    }
  }

  /// Shape, type and storage of the dataset at `name`; nil when there is none that can be opened.
  public func dataset(_ name: String) throws(HDF5Error) -> HDF5Dataset? {
    do { return try object(name).dataset } catch  where error.kind == .missingObject { return nil } catch {
      throw error
    }
  }

  /// The attributes of the object at `name`, in the order of their names; "/" for those of the file.
  public func attributes(of name: String) throws(HDF5Error) -> [HDF5Attribute] {
    try ask(ReaderProcess.Request(operation: CHDF5R_ATTRIBUTES, object: name)) {
      decoder throws(ReplyDecoder.Garbled) -> [HDF5Attribute] in try decoder.attributes()
    }
  }

  /// Everything in the file, at most `limit` objects.
  public func listing(limit: Int = 10_000) throws(HDF5Error) -> HDF5Listing {
    try ask(ReaderProcess.Request(operation: CHDF5R_LIST, first: limit)) {
      decoder throws(ReplyDecoder.Garbled) -> HDF5Listing in try decoder.listing()
    }
  }

  /// The identifier of the child process that reads.
  package var readerIdentifier: Int32 { process.withLock { $0.identifier } }

  private func ask<Answer: Sendable>(
    _ request: ReaderProcess.Request, _ decode: (inout ReplyDecoder) throws(ReplyDecoder.Garbled) -> Answer
  ) throws(HDF5Error) -> Answer {
    try process.withLock { process throws(HDF5Error) -> Answer in try process.answer(to: request, decode) }
  }

  private func elements<Scalar: BitwiseCopyable & Sendable>(
    _ name: String, _ kind: chdf5r_kind, zero: Scalar, rows: Range<Int>? = nil, perElement: Int = 1
  ) throws(HDF5Error) -> (shape: [Int], scalars: [Scalar]) {
    precondition(rows.map { $0.lowerBound >= 0 } ?? true, "HDF5File: rows must not be negative, are \(rows ?? 0..<0)")
    let request = ReaderProcess.Request(
      operation: CHDF5R_READ, object: name, kind: kind, first: rows?.lowerBound ?? 0, count: rows?.count)
    return try process.withLock { process throws(HDF5Error) -> (shape: [Int], scalars: [Scalar]) in
      try process.elements(of: request, zero: zero, perElement: perElement)
    }
  }
}
