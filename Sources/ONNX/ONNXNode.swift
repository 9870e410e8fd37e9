/// One node of an ONNX graph, with typed access to its attributes.
///
/// The accessors throw an `ONNXError` that names the node when an attribute has another type than the operator's
/// definition says, or a value out of range.
struct ONNXNode: Sendable {
  let name: String
  let operatorName: String
  /// Empty for the standard operators ("ai.onnx" is read as empty too).
  let domain: String
  /// Names of values; empty where an optional input is left out.
  let inputs: [String]
  let outputs: [String]
  let attributes: [String: ONNXAttribute]

  /// "node '/features/0/Conv' (Conv)"; unnamed nodes go by their first output.
  var label: String { "node '\(displayName)' (\(operatorName))" }

  var displayName: String { name.isEmpty ? outputs.first ?? "?" : name }

  func error(_ kind: ONNXError.Kind, _ problem: String, hint: String = "") -> ONNXError {
    ONNXError(kind, at: label, problem, hint: hint)
  }

  /// Whether input `index` is given.
  func hasInput(_ index: Int) -> Bool { inputs.indices.contains(index) && !inputs[index].isEmpty }
}

extension ONNXNode {
  func optionalInteger(_ key: String) throws -> Int? {
    switch attributes[key] {
    case nil: return nil
    case .integer(let value): return Int(value)
    case .some(let other): throw wrongKind(key, other, expected: "an integer")
    }
  }

  func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int> = .min ... .max) throws -> Int {
    let value = try optionalInteger(key) ?? fallback
    guard range.contains(value) else { throw error(.malformed, "attribute '\(key)' is \(value)") }
    return value
  }

  func flag(_ key: String, default fallback: Bool = false) throws -> Bool {
    try integer(key, default: fallback ? 1 : 0) != 0
  }

  /// A list of integers, or nil when the attribute is absent; each must lie in `range`.
  func integers(_ key: String, in range: ClosedRange<Int> = .min ... .max) throws -> [Int]? {
    switch attributes[key] {
    case nil: return nil
    case .integers(let values):
      let list = values.map(Int.init)
      guard list.allSatisfy(range.contains) else { throw error(.malformed, "attribute '\(key)' is \(list)") }
      return list
    case .some(let other): throw wrongKind(key, other, expected: "a list of integers")
    }
  }

  func optionalReal(_ key: String) throws -> Float? {
    switch attributes[key] {
    case nil: return nil
    case .real(let value): return value
    case .some(let other): throw wrongKind(key, other, expected: "a float")
    }
  }

  func real(_ key: String, default fallback: Float) throws -> Float { try optionalReal(key) ?? fallback }

  func reals(_ key: String) throws -> [Float]? {
    switch attributes[key] {
    case nil: return nil
    case .reals(let values): return values
    case .some(let other): throw wrongKind(key, other, expected: "a list of floats")
    }
  }

  func text(_ key: String, default fallback: String) throws -> String {
    switch attributes[key] {
    case nil: return fallback
    case .text(let value): return value
    case .some(let other): throw wrongKind(key, other, expected: "a string")
    }
  }

  func texts(_ key: String) throws -> [String]? {
    switch attributes[key] {
    case nil: return nil
    case .texts(let values): return values
    case .some(let other): throw wrongKind(key, other, expected: "a list of strings")
    }
  }

  func tensor(_ key: String) throws -> Constant? {
    switch attributes[key] {
    case nil: return nil
    case .tensor(let value): return value
    case .some(let other): throw wrongKind(key, other, expected: "a tensor")
    }
  }

  private func wrongKind(_ key: String, _ found: ONNXAttribute, expected: String) -> ONNXError {
    error(.malformed, "attribute '\(key)' is \(found.kind), must be \(expected)")
  }
}
