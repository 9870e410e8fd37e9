/// Where a record's arrays lie: datasets of one shard, an HDF5 file below the run folder.
///
/// | dataset        | shape (without batch)      | type  | meaning                                        |
/// |----------------|----------------------------|-------|------------------------------------------------|
/// | `clean`        | the victim's input shape   | f32   | the input as loaded, in the victim's units      |
/// | `adversarial`  | the same                   | f32   | the attack's answer                             |
/// | `heatBefore`   | map or `[frames, …]`       | f32   | heat map of the clean prediction                |
/// | `heatAfter`    | the same                   | f32   | heat map of the adversarial prediction          |
/// | `truth`        | `[height, width]`          | f32   | true class of each pixel                        |
/// | `target`       | the same                   | f32   | wanted class of each pixel                      |
/// | `predictionBefore`, `predictionAfter` | the same | f32 | predicted class of each pixel               |
public struct ArrayReferences: Sendable, Codable, Equatable {
  /// Relative to the run folder: "arrays/shard-00000.h5".
  public var shard: String
  public var clean: String?
  public var adversarial: String?
  public var heatBefore: String?
  public var heatAfter: String?
  public var truth: String?
  public var target: String?
  public var predictionBefore: String?
  public var predictionAfter: String?

  public init(shard: String) { self.shard = shard }
}
