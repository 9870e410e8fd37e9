internal import Tensors

/// What a NIfTI-1 file (.nii) says about its voxels.
///
/// Format: "NIfTI-1 Data Format", nifti1.h (2007), the 348 bytes of the header. Pairs of .hdr and .img, ANALYZE 7.5
/// and NIfTI-2 are refused by name.
public struct NIfTIHeader: Sendable, Hashable {
  static let size = 348

  /// Two to four extents: i, j, k, and what the fourth stands for (times, contrasts).
  public let shape: [Int]
  public let element: VolumeElement
  public let isBigEndian: Bool
  /// value = slope · stored + intercept.
  public let slope: Double
  public let intercept: Double
  public let geometry: VolumeGeometry
  /// Whether the file says the unit of its spacing; millimetres are taken otherwise.
  public let hasUnit: Bool
  /// Whether it says how far apart voxels lie along all three axes; 1 is taken otherwise.
  public let hasSpacing: Bool
  /// The values that the writer wants shown as black and white; nil where it does not say.
  public let display: ClosedRange<Float>?
  let dataOffset: Int

  /// Bytes of all voxels.
  var dataSize: Int { shape.reduce(element.bits / 8, *) }

  /// How many volumes the fourth axis holds.
  public var frameCount: Int { shape.count > 3 ? shape[3] : 1 }

  /// The three spatial extents; a plane is one voxel thick.
  public var extents: [Int] { Array((shape + [1, 1]).prefix(3)) }

  /// "NIfTI 64 × 64 × 21, int16, 3.4 × 3.4 × 5 mm, stored RAS (sform)".
  public var summary: String {
    let spacing = geometry.spacing.map(Self.text).joined(separator: " × ")
    let place = geometry.code.map { "stored \($0) (\(geometry.origin.rawValue))" } ?? "how the patient lies is not said"
    return
      "NIfTI \(shape.map(String.init).joined(separator: " × ")), \(element), \(spacing) \(hasUnit ? "mm" : "(unit unknown)"), \(place)"
  }

  static func text(_ value: Double) -> String {
    let rounded = (value * 10000).rounded() / 10000
    return abs(rounded) < 1e15 && rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}

extension NIfTIHeader {
  /// Reads the header of a .nii or .nii.gz file, and no more of it.
  ///
  /// - Throws: `FileError` or `VolumeError`.
  public init(contentsOf path: String) throws { try self.init(of: VolumeFile.head(of: path), source: path) }

  /// Whether a name is one of a NIfTI file.
  public static func isNamed(_ path: String) -> Bool {
    let name = path.lowercased()
    return name.hasSuffix(".nii") || name.hasSuffix(".nii.gz")
  }

  private static let largestSize = 2 << 30

  /// Reads the header at the beginning of some bytes; the voxels need not be there.
  init(of bytes: [UInt8], source: String) throws(VolumeError) {
    let fields = try NIfTIFields(bytes, source: source)
    isBigEndian = fields.isBigEndian
    shape = try Self.shape(fields)
    element = try Self.element(fields)
    let (slope, intercept) = (fields.float(at: 112), fields.float(at: 116))
    // A slope of 0 means that none is set.
    (self.slope, self.intercept) = slope == 0 || !slope.isFinite || !intercept.isFinite ? (1, 0) : (slope, intercept)
    let unit = fields.byte(at: 123) & 7
    hasUnit = (1...3).contains(unit)
    hasSpacing = (1...3).allSatisfy { axis in
      let size = abs(fields.float(at: 76 + 4 * axis))
      return size.isFinite && size > 0
    }
    geometry = try Self.geometry(fields, scale: [1: 1000, 3: 0.001][unit] ?? 1)
    let (high, low) = (Float(fields.float(at: 124)), Float(fields.float(at: 128)))
    display = low.isFinite && high.isFinite && low < high ? low...high : nil
    dataOffset = try Self.dataOffset(fields)
    let (size, overflow) = shape.reduce((element.bits / 8, false)) { sum, extent in
      let product = sum.0.multipliedReportingOverflow(by: extent)
      return (product.partialValue, sum.1 || product.overflow)
    }
    guard !overflow, size <= Self.largestSize else {
      throw fields.failure(
        "\(shape) voxels of \(element) are more than \(Self.largestSize >> 30) GiB", hint: "cut the volume first")
    }
  }

  private static func shape(_ fields: NIfTIFields) throws(VolumeError) -> [Int] {
    let rank = fields.int16(at: 40)
    guard (1...7).contains(rank) else { throw fields.damaged("it has \(rank) axes") }
    var shape = (1...rank).map { fields.int16(at: 40 + 2 * $0) }
    guard shape.allSatisfy({ $0 > 0 }) else { throw fields.damaged("its extents are \(shape)") }
    while shape.count > 2, shape.last == 1 { shape.removeLast() }
    guard (2...4).contains(shape.count) else {
      throw fields.failure("its \(shape.count) axes are no volume", hint: "two to four axes are read: save one volume")
    }
    return shape
  }

  private static func element(_ fields: NIfTIFields) throws(VolumeError) -> VolumeElement {
    let code = fields.int16(at: 70)
    guard let element = VolumeElement(rawValue: code) else {
      throw fields.failure(
        "its voxels are \(VolumeElement.others[code] ?? "of type \(code)")", hint: "save them as int16 or float32")
    }
    guard fields.int16(at: 72) == element.bits else {
      throw fields.damaged("its voxels of \(element) take \(fields.int16(at: 72)) bits")
    }
    return element
  }

  private static func dataOffset(_ fields: NIfTIFields) throws(VolumeError) -> Int {
    let offset = fields.float(at: 108)
    guard offset >= 352, offset <= Double(largestSize), offset == offset.rounded() else {
      throw fields.damaged("its voxels begin at byte \(offset)")
    }
    return Int(offset)
  }

  /// The sform where there is one, else the qform, else only the distances; `scale` makes millimetres of the unit.
  private static func geometry(_ fields: NIfTIFields, scale: Double) throws(VolumeError) -> VolumeGeometry {
    let spacing = (1...3).map { axis -> Double in
      let size = abs(fields.float(at: 76 + 4 * axis)) * scale
      return size.isFinite && size > 0 ? size : 1
    }
    if fields.int16(at: 254) > 0 {
      let rows = (0..<3).map { row in (0..<3).map { fields.float(at: 280 + 16 * row + 4 * $0) * scale } }
      guard rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw fields.damaged("its sform is not finite") }
      return VolumeGeometry(
        spacing: spacing, columns: (0..<3).map { axis in rows.map { $0[axis] } }, origin: .sform)
    }
    guard fields.int16(at: 252) > 0 else {
      let columns = (0..<3).map { axis in (0..<3).map { $0 == axis ? spacing[axis] : 0 } }
      return VolumeGeometry(spacing: spacing, columns: columns, origin: .none)
    }
    let parts = (0..<3).map { fields.float(at: 256 + 4 * $0) }
    guard parts.allSatisfy({ $0.isFinite && abs($0) <= 2 }) else { throw fields.damaged("its qform is no rotation") }
    return VolumeGeometry(
      quaternion: parts[0], parts[1], parts[2], spacing: spacing, handedness: fields.float(at: 76) < 0 ? -1 : 1)
  }
}
