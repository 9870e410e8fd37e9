public import Tensors
internal import Yams

/// What a model's file does not say: the facts needed to feed it and to read its answer.
///
/// A small YAML file beside the model:
///
///     model: kkt3d.onnx
///     task: radar
///     axes: [channel, time, range, doppler]
///     shape: [2, 70, 32, 32]
///     transform: [log1p:724]
///     bounds: [0, 1]
///     classes: [background, Stone, Swing_Left, Swing_Right]
///     padding: zeros-end
///
/// `transform` is applied once, when a recording is read; perturbations are measured after it, in `bounds`. `mean` and
/// `deviation` (one number per channel) are applied inside the model and differentiated through.
public struct VictimCard: Sendable, Equatable {
  public enum Task: String, Sendable, Codable, CaseIterable { case radar, segmentation, classification }

  /// The ONNX file; relative paths start at the card's folder.
  public var modelPath: String
  public var task: Task?
  /// The axes of one input sample, without the batch.
  public var axes: [Axis]?
  /// The shape of one input sample, without the batch; nil where the model's own is complete.
  public var shape: [Int]?
  /// Steps from stored values to model input ("log1p:724", "scale:255").
  public var transform: [String]
  public var bounds: ClosedRange<Float>?
  public var classNames: [String]?
  public var mean: [Float]?
  public var deviation: [Float]?
  /// How many frames a recording is brought to; the extent of the model's time axis where it has one.
  public var frames: Int?
  /// What is added to a recording that is too short: zeros-end, zeros-begin, repeat-last, mean-frame.
  public var padding: String?
  /// Which part is kept of a recording that is too long: action, first, last.
  public var cropping: String?
  /// Whether idle frames around the gesture are cut away first.
  public var cropToAction: Bool?
  /// From what it is taken which frames show the gesture: label, energy:SHARE, padding.
  public var actionFrom: String?
  /// Which channels of a recording the model takes, in its order.
  public var channels: [Int]?
  /// The part of an image that goes into the model, in pixels: x, y, width, height.
  public var crop: [Int]?

  /// A card that knows nothing but the model.
  public init(modelPath: String) {
    self.modelPath = modelPath
    transform = []
  }
}

/// A card that cannot be used: which file, which key, what is wrong.
public struct VictimCardError: Error, CustomStringConvertible {
  public let path: String
  public let problems: [String]

  public init(path: String, problems: [String]) {
    self.path = path
    self.problems = problems
  }

  public var description: String { "\(path): " + problems.joined(separator: "; ") }
}
