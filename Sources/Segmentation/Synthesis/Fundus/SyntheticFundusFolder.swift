/// A folder of synthetic fundus photographs with their masks, in the layout that `ImageMaskFolder` reads by itself.
///
/// | file | what |
/// |---|---|
/// | `images/eye_0001.png` | 8-bit RGB |
/// | `masks/eye_0001.png` | 8-bit grey: 255 where a vessel is, 0 elsewhere; or 0, 1 disc, 2 cup |
/// | `fundus.json` | what the set was made with |
///
/// A larger set with the same seed begins with the eyes of a smaller one.
public struct SyntheticFundusFolder: Sendable, Hashable, Encodable {
  private static let prefix = "eye"

  public let count: Int
  public let seed: UInt64
  public let settings: FundusSettings

  /// - Throws: `SegmentationError` for a count out of range.
  public init(count: Int, seed: UInt64, settings: FundusSettings) throws(SegmentationError) {
    try SyntheticSetFolder.check(count: count, of: "synthetic fundus")
    (self.count, self.seed, self.settings) = (count, seed, settings)
  }

  public func eye(_ index: Int) -> SyntheticFundus {
    SyntheticFundus(id: SyntheticSetFolder.id(index, prefix: Self.prefix), seed: seed, settings: settings)
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
    let folder = SyntheticSetFolder(path: path, recordName: "fundus.json", prefix: Self.prefix)
    try folder.begin(record: self, replacesOlder: replacesOlder)
    for index in 0..<count {
      let eye = eye(index)
      try folder.write(eye.image, eye.mask, id: eye.id)
      try progress(index + 1, eye)
    }
  }
}
