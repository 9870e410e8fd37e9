internal import Images
internal import Tensors

/// The voxels of a NIfTI-1 file, as stored; slices are made of them when asked for.
public struct Volume: Sendable {
  public let header: NIfTIHeader
  /// What messages call it.
  public let source: String
  private let bytes: [UInt8]

  /// Reads a .nii or .nii.gz file; its content says which.
  ///
  /// - Throws: `FileError` or `VolumeError`.
  public init(contentsOf path: String) throws {
    let header = try NIfTIHeader(of: VolumeFile.head(of: path), source: path)
    // Extensions behind the voxels are rare; a little room is left for them.
    let largest = header.dataOffset + header.dataSize + (1 << 20)
    try self.init(header, VolumeFile.content(of: path, largest: largest), path)
  }

  /// Reads the bytes of a .nii file.
  public init(decoding bytes: [UInt8], source: String) throws(VolumeError) {
    try self.init(NIfTIHeader(of: bytes, source: source), bytes, source)
  }

  private init(_ header: NIfTIHeader, _ bytes: [UInt8], _ source: String) throws(VolumeError) {
    guard header.dataSize <= bytes.count - header.dataOffset else {
      throw VolumeError(
        "it holds \(max(bytes.count - header.dataOffset, 0)) bytes of voxels, \(header.shape) of \(header.element) need "
          + "\(header.dataSize)", in: source, hint: "the file is cut short: fetch it again")
    }
    (self.header, self.bytes, self.source) = (header, bytes, source)
  }

  /// The values of one plane: rows along the later of the two other axes, columns along the earlier.
  ///
  /// | axis | rows | columns |
  /// |---|---|---|
  /// | 0 | k | j |
  /// | 1 | k | i |
  /// | 2 | j | i |
  ///
  /// - Returns: `[height · width]`, row-major, neither turned nor mirrored.
  func values(axis: Int, index: Int, frame: Int) -> [Float] {
    let extents = header.extents
    let strides = [1, extents[0], extents[0] * extents[1]]
    let (columnAxis, rowAxis) = Self.planeAxes(axis)
    let first = frame * extents.product + index * strides[axis]
    var places: [Int] = []
    places.reserveCapacity(extents[rowAxis] * extents[columnAxis])
    for row in 0..<extents[rowAxis] {
      let start = first + row * strides[rowAxis]
      for column in 0..<extents[columnAxis] { places.append(start + column * strides[columnAxis]) }
    }
    return values(at: places)
  }

  static func planeAxes(_ axis: Int) -> (column: Int, row: Int) {
    switch axis {
    case 0: (1, 2)
    case 1: (0, 2)
    default: (0, 1)
    }
  }

  /// The lowest and the highest finite value of one frame; nil where there is none.
  public func extremes(frame: Int = 0) -> ClosedRange<Float>? {
    var found: ClosedRange<Float>?
    let (depth, plane) = (header.extents[2], header.extents[0] * header.extents[1])
    for index in 0..<depth {
      let first = frame * depth * plane + index * plane
      guard let part = ImageSamples.floats(values(at: Array(first..<first + plane))).extremes else { continue }
      found = found.map { min($0.lowerBound, part.lowerBound)...max($0.upperBound, part.upperBound) } ?? part
    }
    return found
  }

  private func values(at places: [Int]) -> [Float] {
    switch header.element {
    case .uint8: convert(places) { (bits: UInt8) in Double(bits) }
    case .int8: convert(places) { (bits: Int8) in Double(bits) }
    case .int16: convert(places) { (bits: Int16) in Double(bits) }
    case .uint16: convert(places) { (bits: UInt16) in Double(bits) }
    case .int32: convert(places) { (bits: Int32) in Double(bits) }
    case .uint32: convert(places) { (bits: UInt32) in Double(bits) }
    case .float32: convert(places) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case .float64: convert(places) { (bits: UInt64) in Double(bitPattern: bits) }
    }
  }

  private func convert<Bits: FixedWidthInteger>(_ places: [Int], _ value: (Bits) -> Double) -> [Float] {
    let size = MemoryLayout<Bits>.size
    let (slope, intercept, isBig) = (header.slope, header.intercept, header.isBigEndian)
    return bytes.withUnsafeBytes { raw in
      places.map { place in
        let bits = raw.loadUnaligned(fromByteOffset: header.dataOffset + place * size, as: Bits.self)
        return Float(slope * value(isBig ? Bits(bigEndian: bits) : Bits(littleEndian: bits)) + intercept)
      }
    }
  }
}
