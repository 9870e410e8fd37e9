public import Tensors

/// One sample to learn from.
public struct Example: Sendable, Equatable {
  /// Names the sample: what is drawn for it is derived from this.
  public let id: String
  /// Model-input units, without the batch axis.
  public var input: Tensor
  public var target: TrainingTarget
  /// What each frame is, for regions and augmentation; nil where the input is no sequence.
  public var frameKinds: [FrameKind]?

  public init(id: String, input: Tensor, target: TrainingTarget, frameKinds: [FrameKind]? = nil) {
    self.id = id
    self.input = input
    self.target = target
    self.frameKinds = frameKinds
  }
}
