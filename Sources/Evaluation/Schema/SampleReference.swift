/// Which sample a record is about.
public struct SampleReference: Sendable, Codable, Equatable {
  /// Unique within the run, and the same in every run over the same data: seeds are derived from it.
  public var id: String
  /// Position in the run's list of samples, from 0.
  public var index: Int
  /// The true class of a classifier's sample; nil for segmentation.
  public var label: Int?

  public init(id: String, index: Int, label: Int? = nil) {
    self.id = id
    self.index = index
    self.label = label
  }
}
