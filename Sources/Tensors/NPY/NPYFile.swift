/// One NPY array: its header at once, its numbers when asked for.
///
/// | stored | `tensor()` |
/// |---|---|
/// | f2, f4, i1, i2, u1, u2, bool | exact |
/// | f8, i4, i8, u4, u8 | rounded to the nearest `Float` (24 bits of precision; integers are exact up to 2²⁴) |
/// | c8, c16 | shape + [2]: real and imaginary part on a new last axis |
///
/// Fortran order is turned into row-major order, and every byte order is read.
public struct NPYFile: Sendable {
  public let header: NPYHeader
  private let source: ByteSource

  /// Opens the file and checks its header; the numbers stay on disk.
  ///
  /// - Throws: `FileError` or `NPYError`.
  public init(contentsOf path: String) throws { try self.init(ByteSource(contentsOf: path)) }

  /// The NPY file held by `bytes`; `source` is what messages call it.
  public init(bytes: [UInt8], source: String) throws { try self.init(ByteSource(bytes, name: source)) }

  init(_ source: ByteSource) throws {
    header = try NPYHeader(of: source)
    self.source = source
  }

  /// The shape of `tensor()`.
  public var tensorShape: [Int] { header.element.kind == .complex ? header.shape + [2] : header.shape }

  public func tensor() throws -> Tensor {
    let bytes = try source.bytes(at: header.dataOffset, count: header.dataSize)
    let stored = NPYDecoder.floats(bytes, header.element)
    let unit = header.element.kind == .complex ? 2 : 1
    let scalars =
      header.isFortranOrder ? NPYDecoder.rowMajor(fromColumnMajor: stored, shape: header.shape, unit: unit) : stored
    return Tensor(shape: tensorShape, scalars: scalars)
  }

  /// Element `index` along the leading axis, read alone so that an array of many samples need not fit in memory.
  ///
  /// A Fortran-ordered array has its samples interleaved and is read whole each time.
  public func sample(_ index: Int) throws -> Tensor {
    guard let samples = header.shape.first, (0..<samples).contains(index) else {
      throw NPYError("there is no sample \(index) in shape \(header.shape)", in: source.name, hint: "count from 0")
    }
    guard !header.isFortranOrder else { return try tensor().sample(index) }
    let size = header.dataSize / samples
    let bytes = try source.bytes(at: header.dataOffset + index * size, count: size)
    return Tensor(shape: Array(tensorShape.dropFirst()), scalars: NPYDecoder.floats(bytes, header.element))
  }

  /// The exact integers in row-major order, for labels and masks; throws for real and complex arrays.
  public func integers() throws -> [Int64] {
    let bytes = try source.bytes(at: header.dataOffset, count: header.dataSize)
    guard let stored = NPYDecoder.integers(bytes, header.element) else {
      throw NPYError(
        "\(header.element) cannot be read as integers", in: source.name,
        hint: "save labels as an integer type, for example with .astype('int64')")
    }
    return header.isFortranOrder ? NPYDecoder.rowMajor(fromColumnMajor: stored, shape: header.shape) : stored
  }
}
