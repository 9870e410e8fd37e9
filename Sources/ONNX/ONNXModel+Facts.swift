import Tensors

/// What `chaff inspect` prints.
extension ONNXModel {
  public struct OperatorCount: Sendable, Equatable {
    public let name: String
    public let count: Int
  }

  /// The operators of the nodes that the outputs depend on, most frequent first.
  public var operators: [OperatorCount] {
    var counts: [String: Int] = [:]
    for node in nodes { counts[node.qualifiedOperator, default: 0] += 1 }
    return counts.map { OperatorCount(name: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  /// The real numbers in initializers and Constant nodes that the outputs depend on.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The size of the parameters as they are stored in the file.
  public var parameterBytes: Int { parameters.reduce(0) { $0 + $1.count * ($1.type.byteCount ?? 4) } }

  private var parameters: [Constant] {
    let used = Set(nodes.flatMap(\.inputs)).union(outputs.map(\.name))
    let initializers = constants.filter { used.contains($0.key) }.map(\.value)
    let literals = nodes.filter { $0.operatorName == "Constant" }.compactMap { node -> Constant? in
      if case .tensor(let constant) = node.attributes["value"] { constant } else { nil }
    }
    return (initializers + literals).filter { $0.type.isReal }
  }

  /// The batch size that the file fixes for its first input, or nil if it leaves it open.
  public var exportedBatch: Int? { inputs[0].axes?.first?.extent }

  /// Every node that cannot be run, in running order; empty for a supported model.
  public var unsupported: [UnsupportedNode] {
    let used = Set(nodes.flatMap(\.inputs)).union(outputs.map(\.name))
    return nodes.compactMap { node in
      refusal(of: node, used: used).map { reason in
        UnsupportedNode(
          name: node.displayName, operatorName: node.operatorName,
          domain: node.domain.isEmpty ? "ai.onnx" : node.domain, opset: opsets[node.domain], reason: reason)
      }
    }
  }

  private func refusal(of node: ONNXNode, used: Set<String>) -> String? {
    if functions.contains("\(node.domain):\(node.operatorName)") {
      return "it is a function defined inside the model; export the model with its functions inlined"
    }
    guard node.domain.isEmpty else { return "operators of this domain are not supported" }
    guard let support = OperatorTable.supported[node.operatorName] else {
      return OperatorTable.explanation(of: node.operatorName)
    }
    for (index, output) in node.outputs.enumerated() where index >= support.outputCount && used.contains(output) {
      return "its output \(index) ('\(output)') is used, which is not supported"
    }
    do {
      return try support.refusal(node, opsets[""] ?? 0)
    } catch {
      return (error as? ONNXError)?.problem ?? "\(error)"
    }
  }
}

extension ONNXNode {
  /// The operator, with its domain unless that is the standard one.
  fileprivate var qualifiedOperator: String { domain.isEmpty ? operatorName : "\(domain)::\(operatorName)" }
}
