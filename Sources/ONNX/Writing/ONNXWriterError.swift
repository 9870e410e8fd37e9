/// A graph that cannot be written as an ONNX model: which node, why, what to do.
public struct ONNXWriterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// "node 'block1/conv' (Convolution over 3 axes)"; empty for the whole graph.
  public let place: String
  public let problem: String
  public let hint: String

  init(at place: String = "", _ problem: String, hint: String) {
    self.place = place
    self.problem = problem
    self.hint = hint
  }

  public var description: String {
    (place.isEmpty ? "" : place + ": ") + "\(problem); \(hint)"
  }
}
