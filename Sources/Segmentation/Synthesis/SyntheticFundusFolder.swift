internal import Foundation
internal import Images
internal import Tensors

/// A folder of synthetic fundus photographs with their masks, in the layout that `ImageMaskFolder` reads by itself.
///
/// | file | what |
/// |---|---|
/// | `images/eye_0001.png` | 8-bit RGB |
/// | `masks/eye_0001.png` | 8-bit grey, 255 where a vessel is, 0 elsewhere |
/// | `fundus.json` | what the set was made with |
///
/// A larger set with the same seed begins with the eyes of a smaller one.
public struct SyntheticFundusFolder: Sendable, Hashable, Encodable {
  public static let counts = 1...9999
  private static let recordName = "fundus.json"

  public let count: Int
  public let seed: UInt64
  public let settings: FundusSettings

  /// - Throws: `SegmentationError` for a count out of range.
  public init(count: Int, seed: UInt64, settings: FundusSettings) throws(SegmentationError) {
    guard Self.counts.contains(count) else {
      throw SegmentationError(
        "\(count) images were asked for", in: "synthetic fundus",
        hint: "choose a number from \(Self.counts.lowerBound) to \(Self.counts.upperBound)")
    }
    (self.count, self.seed, self.settings) = (count, seed, settings)
  }

  public func eye(_ index: Int) -> SyntheticFundus {
    let digits = String(index + 1)
    let id = "eye_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return SyntheticFundus(id: id, seed: seed, settings: settings)
  }

  /// Writes every pair.
  ///
  /// - Parameters:
  ///   - path: a folder that is not there yet or is empty.
  ///   - replacesOlder: take a folder that this has written before, and remove the older set first.
  ///   - progress: called after each pair with the number of pairs done and the pair.
  /// - Throws: `SegmentationError` where the folder holds something else; `FileError` where a file cannot be written;
  ///   whatever `progress` throws.
  public func write(
    to path: String, replacesOlder: Bool = false, progress: (Int, SyntheticFundus) throws -> Void = { _, _ in }
  ) throws {
    try clear(path, replacesOlder: replacesOlder)
    for folder in ["images", "masks"] {
      try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
    }
    try FileReplacement.write(record(), to: path + "/" + Self.recordName)
    for index in 0..<count {
      let eye = eye(index)
      try eye.image.writePNG(to: "\(path)/images/\(eye.id).png")
      let mask = Image(
        width: eye.mask.width, height: eye.mask.height, colour: .grey, bytes: eye.mask.classes.map { $0 == 1 ? 255 : 0 }
      )
      try mask.writePNG(to: "\(path)/masks/\(eye.id).png")
      try progress(index + 1, eye)
    }
  }

  private func record() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try Array(encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  private func clear(_ path: String, replacesOlder: Bool) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else { return }
    let names = try manager.contentsOfDirectory(atPath: path)
    guard !names.isEmpty else { return }
    guard names.contains(Self.recordName) else {
      throw SegmentationError(
        "the folder holds other files", in: path, hint: "name a folder that is not there yet")
    }
    guard replacesOlder else {
      throw SegmentationError(
        "a synthetic set is there already", in: path, hint: "name another folder or add --force")
    }
    for folder in ["images", "masks"] where names.contains(folder) { try removeEyes(in: path + "/" + folder) }
  }

  /// Only what an earlier set has written: whatever else lies there is somebody's.
  private func removeEyes(in folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasPrefix("eye_") && name.hasSuffix(".png") {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }
}
