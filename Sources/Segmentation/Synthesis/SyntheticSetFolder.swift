internal import Foundation
internal import Images
internal import Tensors

/// A folder of made-up images with masks of one object or of several classes, in the layout that `ImageMaskFolder` reads by itself.
///
/// `images` and `masks` hold PNG files of the same names; a mask is 8-bit grey: of one object
/// 255 where it is and 0 elsewhere, of several classes their numbers.
struct SyntheticSetFolder {
  static let counts = 1...9999

  let path: String
  /// The file that says what the set was made with, by which an older set is known: "fundus.json".
  let recordName: String
  /// What every name begins with: "eye".
  let prefix: String

  /// "eye_0001" for 0.
  static func id(_ index: Int, prefix: String) -> String {
    let digits = String(index + 1)
    return "\(prefix)_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  static func check(count: Int, of subject: String) throws(SegmentationError) {
    guard !counts.contains(count) else { return }
    throw SegmentationError(
      "\(count) images were asked for", in: subject,
      hint: "choose a number from \(counts.lowerBound) to \(counts.upperBound)")
  }

  /// Makes the folders and writes the record.
  ///
  /// - Throws: `SegmentationError` where the folder holds something else, or an older set that is not to be replaced;
  ///   `FileError` where a file cannot be written.
  func begin(record: some Encodable, replacesOlder: Bool) throws {
    try clear(replacesOlder: replacesOlder)
    for folder in ["images", "masks"] {
      try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try FileReplacement.write(Array(encoder.encode(record)) + [UInt8(ascii: "\n")], to: path + "/" + recordName)
  }

  func write(_ image: Image, _ mask: Mask, id: String) throws {
    try image.writePNG(to: "\(path)/images/\(id).png")
    let levels = mask.classes.map { mask.classCount == 2 ? ($0 == 1 ? 255 : 0) : UInt8($0) }
    try Image(width: mask.width, height: mask.height, colour: .grey, bytes: levels)
      .writePNG(to: "\(path)/masks/\(id).png")
  }

  private func clear(replacesOlder: Bool) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else { return }
    let names = try manager.contentsOfDirectory(atPath: path)
    guard !names.isEmpty else { return }
    guard names.contains(recordName) else {
      throw SegmentationError(
        "the folder holds other files", in: path, hint: "name a folder that is not there yet")
    }
    guard replacesOlder else {
      throw SegmentationError(
        "a synthetic set is there already", in: path, hint: "name another folder or add --force")
    }
    for folder in ["images", "masks"] where names.contains(folder) { try removeImages(in: path + "/" + folder) }
  }

  /// Only what an earlier set has written: whatever else lies there is somebody's.
  private func removeImages(in folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasPrefix(prefix + "_") && name.hasSuffix(".png") {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }
}
