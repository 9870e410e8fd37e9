/// A folder of synthetic skin lesions with their masks, in the layout that `ImageMaskFolder` reads by itself.
///
/// | file | what |
/// |---|---|
/// | `images/lesion_0001.png` | 8-bit RGB |
/// | `masks/lesion_0001.png` | 8-bit grey, 255 where the lesion is, 0 elsewhere |
/// | `skin.json` | what the set was made with |
///
/// A larger set with the same seed begins with the lesions of a smaller one.
public struct SyntheticLesionFolder: Sendable, Hashable, Encodable {
  private static let prefix = "lesion"

  public let count: Int
  public let seed: UInt64
  public let settings: SkinSettings

  /// - Throws: `SegmentationError` for a count out of range.
  public init(count: Int, seed: UInt64, settings: SkinSettings) throws(SegmentationError) {
    try SyntheticSetFolder.check(count: count, of: "synthetic skin")
    (self.count, self.seed, self.settings) = (count, seed, settings)
  }

  public func lesion(_ index: Int) -> SyntheticLesion {
    SyntheticLesion(id: SyntheticSetFolder.id(index, prefix: Self.prefix), seed: seed, settings: settings)
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
    to path: String, replacesOlder: Bool = false, progress: (Int, SyntheticLesion) throws -> Void = { _, _ in }
  ) throws {
    let folder = SyntheticSetFolder(path: path, recordName: "skin.json", prefix: Self.prefix)
    try folder.begin(record: self, replacesOlder: replacesOlder)
    for index in 0..<count {
      let lesion = lesion(index)
      try folder.write(lesion.image, lesion.mask, id: lesion.id)
      try progress(index + 1, lesion)
    }
  }
}
