public import Tensors

/// How a recording is brought to the victims' length.
public struct StudyFraming: Sendable, Hashable {
  public var padding: PaddingMode
  /// At least this share of the frames is padding: recordings are cut to the rest, about the middle of the action.
  public var paddingShare: Double
  /// Idle frames are cut away first, so that all that is not action is padding.
  public var cropsToAction: Bool

  public init(padding: PaddingMode = .zerosEnd, paddingShare: Double = 0, cropsToAction: Bool = false) {
    self.padding = padding
    self.paddingShare = paddingShare
    self.cropsToAction = cropsToAction
  }
}

/// One recording in one framing.
public struct StudyRecording: Sendable {
  /// Without a batch axis, in the victims' input units.
  public var input: Tensor
  public var label: Int
  /// One for each frame.
  public var frameKinds: [FrameKind]

  public init(input: Tensor, label: Int, frameKinds: [FrameKind]) {
    self.input = input
    self.label = label
    self.frameKinds = frameKinds
  }
}

/// The recordings of a study, loaded in the framing that an experiment needs.
public protocol StudySource {
  /// Unique, in the study's order.
  var ids: [String] { get }

  /// - Throws: what is wrong with the recording; a study needs all of its recordings and ends.
  func load(_ index: Int, framing: StudyFraming) throws -> StudyRecording
}
