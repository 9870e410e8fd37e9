/// Puts nodes into an order in which every node reads only what was made before it.
enum NodeOrder {
  /// The nodes that `outputs` depend on, in running order.
  ///
  /// - Parameters:
  ///   - nodes: in any order.
  ///   - known: names of the values that need no node: inputs and initializers.
  ///   - outputs: names of the values wanted.
  /// - Returns: every node the outputs need, each after the nodes it reads from; in file order if that will do.
  /// - Throws: `ONNXError` for a value that nothing produces or two nodes produce, and for a cycle.
  static func arranged(_ nodes: [ONNXNode], known: Set<String>, outputs: [String]) throws -> [ONNXNode] {
    let producers = try producers(of: nodes, known: known)
    for output in outputs where !known.contains(output) && producers[output] == nil {
      throw ONNXError(.malformed, "output '\(output)' is produced by no node")
    }
    let live = try live(nodes, producers, known, from: outputs)
    return try sorted(live.map { nodes[$0] }, known: known)
  }

  private static func producers(of nodes: [ONNXNode], known: Set<String>) throws -> [String: Int] {
    var result: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for output in node.outputs where !output.isEmpty {
        guard !known.contains(output), result.updateValue(index, forKey: output) == nil else {
          throw node.error(.malformed, "produces '\(output)', which already exists")
        }
      }
    }
    return result
  }

  /// Indices of the nodes on a path to an output, ascending; the rest of a file does not matter.
  private static func live(
    _ nodes: [ONNXNode], _ producers: [String: Int], _ known: Set<String>, from outputs: [String]
  ) throws -> [Int] {
    var seen = [Bool](repeating: false, count: nodes.count)
    var pending = outputs.compactMap { producers[$0] }
    while let index = pending.popLast() {
      guard !seen[index] else { continue }
      seen[index] = true
      for input in nodes[index].inputs where !input.isEmpty && !known.contains(input) {
        guard let producer = producers[input] else {
          throw nodes[index].error(.malformed, "reads '\(input)', which nothing produces")
        }
        if !seen[producer] { pending.append(producer) }
      }
    }
    return seen.indices.filter { seen[$0] }
  }

  /// Kahn's algorithm: repeatedly takes, in file order, the nodes whose inputs are all there.
  private static func sorted(_ nodes: [ONNXNode], known: Set<String>) throws -> [ONNXNode] {
    var readers: [String: [Int]] = [:]
    var missing = [Int](repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in Set(node.inputs) where !input.isEmpty && !known.contains(input) {
        readers[input, default: []].append(index)
        missing[index] += 1
      }
    }
    var ready = nodes.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < ready.count {
      for output in nodes[ready[next]].outputs {
        for reader in readers[output] ?? [] {
          missing[reader] -= 1
          if missing[reader] == 0 { ready.append(reader) }
        }
      }
      next += 1
    }
    guard ready.count == nodes.count else {
      let stuck = nodes[missing.firstIndex { $0 > 0 } ?? 0]
      throw stuck.error(.malformed, "lies on a cycle: it depends on its own output")
    }
    return isInOrder(nodes, known: known) ? nodes : ready.map { nodes[$0] }
  }

  /// Files are nearly always sorted already; their own order is then kept.
  private static func isInOrder(_ nodes: [ONNXNode], known: Set<String>) -> Bool {
    var made = known
    for node in nodes {
      guard node.inputs.allSatisfy({ $0.isEmpty || made.contains($0) }) else { return false }
      made.formUnion(node.outputs)
    }
    return true
  }
}
