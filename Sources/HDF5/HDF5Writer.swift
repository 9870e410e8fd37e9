internal import CHDF5
public import Tensors

/// Writes a new HDF5 file.
///
/// The file is put together in memory and goes to the disk in one piece when ``close()`` is called, which returns only
/// when the disk has it; a full disk or a lost folder is an error there, and leaves no file behind. Without ``close()``
/// nothing is written. Groups on the way to a dataset are made as needed.
public struct HDF5Writer: ~Copyable {
  public let path: String
  private let image: MemoryImage
  private var file: NewFile

  /// Begins a file at `path`, where nothing may be yet.
  ///
  /// `isSmall` says that no dataset has more than a few chunks, which saves 2 kB for each that has any.
  public init(creating path: String, isSmall: Bool = false) throws(HDF5Error) {
    let file = try NewFile(creating: path)
    image = try MemoryImage(for: path, isSmall: isSmall)
    self.file = file
    self.path = path
  }

  /// Begins a file whose bytes go to something that exists, such as a device that is always full.
  package init(creating path: String, onto existing: String) throws(HDF5Error) {
    let file = try NewFile(existing: existing)
    image = try MemoryImage(for: path)
    self.file = file
    self.path = path
  }

  /// Writes a tensor.
  ///
  /// Conversion is the library's: integer types cut fractions off towards zero and clamp to their range, so round
  /// first where that matters.
  public func write(
    _ tensor: Tensor, to name: String, as type: HDF5NumberType = .float32, storage: HDF5Storage = .contiguous
  ) throws(HDF5Error) {
    let scalars = tensor.scalars
    try write(scalars.span.bytes, shape: tensor.shape, to: name, storage) {
      type.makeIdentifier()
    } memory: {
      H5Tcopy(chdf5_native_float())
    }
  }

  /// Writes complex numbers from a tensor whose last axis is (real, imaginary), as a record {real, imag}.
  public func write(
    complex tensor: Tensor, to name: String, as part: HDF5NumberType = .float32, storage: HDF5Storage = .contiguous
  ) throws(HDF5Error) {
    precondition(tensor.shape.last == 2, "HDF5Writer: expected a last axis of 2, is \(tensor.shape)")
    let scalars = tensor.scalars
    let shape = Array(tensor.shape.dropLast())
    try write(scalars.span.bytes, shape: shape, to: name, storage) {
      Self.makeComplex(part)
    } memory: {
      Self.makeComplex(.float32)
    }
  }

  /// Writes bytes, such as a mask.
  public func write(
    bytes: [UInt8], shape: [Int], to name: String, as type: HDF5NumberType = .uint8, storage: HDF5Storage = .contiguous
  ) throws(HDF5Error) {
    precondition(shape.product == bytes.count, "HDF5Writer: \(bytes.count) bytes cannot fill \(shape)")
    try write(bytes.span.bytes, shape: shape, to: name, storage) {
      type.makeIdentifier()
    } memory: {
      // The library converts no integer to an enumeration; truth values are bytes of that very type.
      type == .bool ? type.makeIdentifier() : H5Tcopy(chdf5_native_uint8())
    }
  }

  /// Writes integers, exactly where `type` can hold them.
  public func write(
    integers: [Int64], shape: [Int], to name: String, as type: HDF5NumberType = .int64,
    storage: HDF5Storage = .contiguous
  ) throws(HDF5Error) {
    precondition(shape.product == integers.count, "HDF5Writer: \(integers.count) integers cannot fill \(shape)")
    try write(integers.span.bytes, shape: shape, to: name, storage) {
      type.makeIdentifier()
    } memory: {
      H5Tcopy(chdf5_native_int64())
    }
  }

  /// Writes one string of variable length.
  public func write(text: String, to name: String) throws(HDF5Error) {
    try withCPointers([text]) { pointers throws(HDF5Error) in
      try write(pointers, shape: [], to: name, .contiguous) {
        chdf5_make_text()
      } memory: {
        chdf5_make_text()
      }
    }
  }

  /// Attaches numbers to the object `owner`: a scalar when there is one, else a row.
  public func setAttribute(_ name: String, of owner: String = "/", numbers: [Double]) throws(HDF5Error) {
    try setAttribute(name, of: owner, numbers.span.bytes, count: numbers.count) { H5Tcopy(chdf5_native_double()) }
  }

  /// Attaches integers to the object `owner`, stored as int64: a scalar when there is one, else a row.
  public func setAttribute(_ name: String, of owner: String = "/", integers: [Int64]) throws(HDF5Error) {
    try setAttribute(name, of: owner, integers.span.bytes, count: integers.count) { H5Tcopy(chdf5_int64()) }
  }

  /// Attaches strings to the object `owner`: a scalar when there is one, else a row.
  public func setAttribute(_ name: String, of owner: String = "/", texts: [String]) throws(HDF5Error) {
    try withCPointers(texts) { pointers throws(HDF5Error) in
      try setAttribute(name, of: owner, pointers, count: texts.count) { chdf5_make_text() }
    }
  }

  /// Makes an empty group, and those it lies in.
  public func makeGroup(_ name: String) throws(HDF5Error) {
    try HDF5Library.locked { () throws(HDF5Error) in
      let links = try intermediateGroups(name)
      _ = try Handle(
        H5Gcreate2(image.id, name, links.id, chdf5_default(), chdf5_default()), closedBy: H5Gclose, else: failure(name))
    }
  }

  /// Writes the file and waits for the disk.
  ///
  /// - Throws: ``HDF5Error`` of kind `cannotWrite` with the system's reason, such as a full disk; no file is left then.
  public consuming func close() throws(HDF5Error) {
    let bytes = try image.bytes()
    try file.commit(bytes.span.bytes)
  }
}

/// What all datasets and attributes have in common.
extension HDF5Writer {
  private func write(
    _ elements: RawSpan, shape: [Int], to name: String, _ storage: HDF5Storage,
    stored: () -> hid_t, memory: () -> hid_t
  ) throws(HDF5Error) {
    try HDF5Library.locked { () throws(HDF5Error) in
      let type = try Handle(stored(), closedBy: H5Tclose, else: failure(name))
      let memoryType = try Handle(memory(), closedBy: H5Tclose, else: failure(name))
      let space = try makeSpace(shape, growing: storage.growingAxis, name)
      let creation = try makeCreation(storage, shape, name)
      let links = try intermediateGroups(name)
      let dataset = try Handle(
        H5Dcreate2(image.id, name, type.id, space.id, links.id, creation.id, chdf5_default()), closedBy: H5Dclose,
        else: failure(name))
      let everything = chdf5_whole_space()
      let status = elements.withUnsafeBytes { bytes in
        bytes.isEmpty
          ? 0 : H5Dwrite(dataset.id, memoryType.id, everything, everything, chdf5_default(), bytes.baseAddress)
      }
      guard status >= 0 else { throw failure(name) }
    }
  }

  private func makeSpace(_ shape: [Int], growing: Int?, _ name: String) throws(HDF5Error) -> Handle {
    let extents = shape.map { hsize_t($0) }
    var maxima = extents
    if let growing, maxima.indices.contains(growing) { maxima[growing] = chdf5_unlimited() }
    let id = extents.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), extents, maxima)
    return try Handle(id, closedBy: H5Sclose, else: failure(name))
  }

  private func makeCreation(_ storage: HDF5Storage, _ shape: [Int], _ name: String) throws(HDF5Error) -> Handle {
    let creation = try Handle(H5Pcreate(chdf5_dataset_creation()), closedBy: H5Pclose, else: failure(name))
    // Without a time of writing, equal arrays give equal bytes.
    guard H5Pset_obj_track_times(creation.id, false) >= 0 else { throw failure(name) }
    guard let chunk = storage.resolvedChunkShape(for: shape) else { return creation }
    guard chunk.count == shape.count, chunk.allSatisfy({ $0 > 0 }) else {
      throw HDF5Error(.cannotWrite, path: path, object: name, detail: "chunks \(chunk) do not fit extents \(shape)")
    }
    guard H5Pset_chunk(creation.id, Int32(chunk.count), chunk.map { hsize_t($0) }) >= 0 else { throw failure(name) }
    if storage.shuffles, H5Pset_shuffle(creation.id) < 0 { throw failure(name) }
    guard let level = storage.deflateLevel else { return creation }
    guard H5Zfilter_avail(chdf5_deflate()) > 0, H5Pset_deflate(creation.id, UInt32(clamping: level)) >= 0 else {
      throw HDF5Error(.cannotWrite, path: path, object: name, detail: "this libhdf5 cannot deflate at level \(level)")
    }
    return creation
  }

  private func intermediateGroups(_ name: String) throws(HDF5Error) -> Handle {
    let links = try Handle(H5Pcreate(chdf5_link_creation()), closedBy: H5Pclose, else: failure(name))
    guard H5Pset_create_intermediate_group(links.id, 1) >= 0 else { throw failure(name) }
    return links
  }

  private func setAttribute(
    _ name: String, of owner: String, _ elements: RawSpan, count: Int, type: () -> hid_t
  ) throws(HDF5Error) {
    try HDF5Library.locked { () throws(HDF5Error) in
      let label = "\(owner)@\(name)"
      let object = try Handle(H5Oopen(image.id, owner, chdf5_default()), closedBy: H5Oclose, else: failure(label))
      let stored = try Handle(type(), closedBy: H5Tclose, else: failure(label))
      let space = try makeSpace(count == 1 ? [] : [count], growing: nil, label)
      let attribute = try Handle(
        H5Acreate2(object.id, name, stored.id, space.id, chdf5_default(), chdf5_default()), closedBy: H5Aclose,
        else: failure(label))
      let status = elements.withUnsafeBytes { bytes in
        bytes.isEmpty ? 0 : H5Awrite(attribute.id, stored.id, bytes.baseAddress)
      }
      guard status >= 0 else { throw failure(label) }
    }
  }

  /// What the library says went wrong just now.
  private func failure(_ object: String) -> HDF5Error { MemoryImage.failure(path, object) }

  private static func makeComplex(_ part: HDF5NumberType) -> hid_t {
    let number = part.makeIdentifier()
    defer { H5Tclose(number) }
    let size = H5Tget_size(number)
    let pair = H5Tcreate(H5T_COMPOUND, 2 * size)
    H5Tinsert(pair, "real", 0, number)
    H5Tinsert(pair, "imag", size, number)
    return pair
  }

  /// Lends an array of zero-terminated strings, as the library wants text of variable length.
  private func withCPointers(
    _ texts: [String], _ body: (RawSpan) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    let buffers = texts.map { text in
      let bytes = text.utf8CString
      let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
      _ = copy.initialize(from: bytes)
      return copy
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    let pointers = buffers.map(\.baseAddress)
    try body(pointers.span.bytes)
  }
}
