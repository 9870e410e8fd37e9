public import Tensors

/// One input of a classifier, ready to be attacked.
public struct ClassificationSample: Sendable {
  /// As in the source's list; empty where regions do not depend on it.
  public var id = ""
  /// Without a batch axis, in the victim's input units.
  public var input: Tensor
  public var label: Int
  /// Where the perturbation may go, unless the attack brings its own region.
  public var region: Region
  /// One per position of the time axis; empty when the data does not say.
  public var frameKinds: [FrameKind]

  public init(input: Tensor, label: Int, region: Region? = nil, frameKinds: [FrameKind] = []) {
    self.input = input
    self.label = label
    self.region = region ?? .all(input.shape)
    self.frameKinds = frameKinds
  }
}
