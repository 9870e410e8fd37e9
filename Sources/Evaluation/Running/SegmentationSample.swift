public import Tensors

/// One input of a segmentation network, ready to be attacked.
public struct SegmentationSample: Sendable {
  /// Without a batch axis, in the victim's input units.
  public var input: Tensor
  /// On the victim's output grid; nil without a true mask.
  public var truth: ClassMap?
  /// What the victim should be made to say or, for an untargeted attack, to say no more; on its output grid.
  public var target: ClassMap
  /// Where the target comes from, in words.
  public var targetDescription: String
  /// What the mask files were found to contain, in words.
  public var maskCoding: String?
  /// Where the perturbation may go, unless the attack brings its own region.
  public var region: Region
  /// How far apart the pixels of its masks lie; nil where nobody says it.
  public var spacing: PixelSpacing?

  public init(
    input: Tensor, truth: ClassMap?, target: ClassMap, targetDescription: String, maskCoding: String? = nil,
    region: Region? = nil, spacing: PixelSpacing? = nil
  ) {
    self.input = input
    self.truth = truth
    self.target = target
    self.targetDescription = targetDescription
    self.maskCoding = maskCoding
    self.region = region ?? .all(input.shape)
    self.spacing = spacing
  }
}
