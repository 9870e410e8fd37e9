/// Numbers that are not finite came up: training has stopped, and the last checkpoint is as it was.
public struct TrainingFailure: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable { case input, parameter, activation, loss, gradient }

  /// The step that was given up, from 1.
  public let step: Int
  public let kind: Kind
  /// The example, the parameter or the layer in which the first of them is.
  public let name: String

  public var description: String {
    "step \(step): \(what) not finite; the last checkpoint is kept: lower --rate, or add --clip 1"
      + (kind == .input ? ", once the input is repaired" : "")
  }

  private var what: String {
    switch kind {
    case .input: "the input of \(name) is"
    case .parameter: "the parameter '\(name)' is"
    case .activation: "the activations of layer '\(name)' are the first that are"
    case .loss: "the loss is (all activations are finite), so it is"
    case .gradient: "the gradient of '\(name)' is the first, from the loss backwards, that is"
    }
  }
}
