/// An ONNX file that cannot be read or used: what is wrong, where in it, and what to do.
public struct ONNXError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// The file (or one with its weights) is missing, unreadable or not a plain file.
    case unreadable
    /// The bytes are not an ONNX model, or the model contradicts itself.
    case malformed
    /// The model is valid but uses what Chaff does not do.
    case unsupported
    /// The input shape asked for does not fit the model.
    case shape
    /// The model works only with the batch size that it was exported with.
    case fixedBatch
  }

  public let kind: Kind
  /// The model file; filled in where the error leaves the module.
  public internal(set) var path = ""
  /// The part of the model: "node '/conv1/Conv' (Conv)", "initializer 'fc.weight'"; empty for the whole.
  public let place: String
  public let problem: String
  public let hint: String

  init(_ kind: Kind, at place: String = "", _ problem: String, hint: String = "") {
    self.kind = kind
    self.place = place
    self.problem = problem
    self.hint = hint
  }

  public var description: String {
    let located = [path, place].filter { !$0.isEmpty } + [problem]
    return located.joined(separator: ": ") + (hint.isEmpty ? "" : " (\(hint))")
  }
}
