/// The value of one attribute of a node.
enum ONNXAttribute: Sendable {
  case real(Float)
  case integer(Int64)
  case text(String)
  case tensor(Constant)
  case reals([Float])
  case integers([Int64])
  case texts([String])
  /// A kind that no supported operator takes: "graph", "sparse tensor", …
  case other(String)

  var kind: String {
    switch self {
    case .real: "a float"
    case .integer: "an integer"
    case .text: "a string"
    case .tensor: "a tensor"
    case .reals: "a list of floats"
    case .integers: "a list of integers"
    case .texts: "a list of strings"
    case .other(let name): "a \(name)"
    }
  }
}
