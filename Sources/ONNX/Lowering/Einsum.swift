import Graphs
import Tensors

extension Lowering {
  static let einsums: [String: OperatorSupport] = [
    "Einsum": OperatorSupport(refusal: refuseEinsum) { lowering, node in try lowering.einsum(node) }
  ]

  @Sendable private static func refuseEinsum(_ node: ONNXNode, _ opset: Int) throws -> String? {
    guard node.inputs.count == 2 else { return "is not supported; export the product as MatMul and Transpose" }
    let equation = try node.text("equation", default: "")
    return EinsumProduct(equation) == nil
      ? "equation '\(equation)' is no product of two tensors without repeated or lonely letters" : nil
  }

  /// Both operands are brought to stacks of matrices, multiplied, and what comes out to the order that is asked for.
  private mutating func einsum(_ node: ONNXNode) throws -> [LoweredValue] {
    guard let product = EinsumProduct(try node.text("equation", default: "")) else {
      throw node.error(.malformed, "its equation is no product of two tensors")
    }
    let (a, b) = (try tensorInput(node, 0), try tensorInput(node, 1))
    let extents = try extents(of: product, graph.shape(of: a), graph.shape(of: b), node)
    let size = { (letters: [Character]) in letters.map { extents[$0] ?? 1 } }
    let stack = size(product.stacked)
    let left = try arranged(a, product.left, product.stacked + product.rows + product.summed, node)
    let right = try arranged(b, product.right, product.stacked + product.summed + product.columns, node)
    let (rows, inner, columns) =
      (size(product.rows).product, size(product.summed).product, size(product.columns).product)
    let result = try emit(
      MatrixProduct(), reshaped(left, to: stack + [rows, inner], node),
      reshaped(right, to: stack + [inner, columns], node), node: node)
    let order = product.stacked + product.rows + product.columns
    return [
      .computed(try arranged(reshaped(result, to: size(order), node), order, product.output, node), .float32)
    ]
  }

  private func extents(
    of product: EinsumProduct, _ a: [Int], _ b: [Int], _ node: ONNXNode
  ) throws -> [Character: Int] {
    var extents: [Character: Int] = [:]
    for (letters, shape) in [(product.left, a), (product.right, b)] {
      guard letters.count == shape.count else {
        throw node.error(.shape, "gives the letters '\(String(letters))' to a tensor of shape \(shape)")
      }
      for (letter, extent) in zip(letters, shape) {
        guard extents[letter, default: extent] == extent else {
          throw node.error(.shape, "its letter '\(letter)' is \(extents[letter] ?? 0) and \(extent) long")
        }
        extents[letter] = extent
      }
    }
    return extents
  }

  /// The axes of the letters in another order.
  private mutating func arranged(
    _ value: ValueID, _ letters: [Character], _ order: [Character], _ node: ONNXNode
  ) throws -> ValueID {
    guard letters != order else { return value }
    return try emit(Transpose(order.compactMap { letters.firstIndex(of: $0) }), value, node: node)
  }
}

/// A product of two tensors as Einsum writes it, "bhid,bhjd->bhij".
///
/// | letters | are in |
/// |---|---|
/// | stacked | both operands and the result |
/// | rows | the left operand and the result |
/// | columns | the right operand and the result |
/// | summed | both operands alone |
package struct EinsumProduct {
  let left: [Character]
  let right: [Character]
  let output: [Character]

  var stacked: [Character] { left.filter { right.contains($0) && output.contains($0) } }
  var rows: [Character] { left.filter { !right.contains($0) } }
  var columns: [Character] { right.filter { !left.contains($0) } }
  var summed: [Character] { left.filter { right.contains($0) && !output.contains($0) } }

  /// Nil for what is no such product: another number of operands, an ellipsis, a letter twice in an operand (a diagonal),
  /// a letter of one operand that is not in the result (a sum), or one of the result that is in no operand.
  ///
  /// Without "->" the result has the letters that occur once, in alphabetical order.
  package init?(_ equation: String) {
    let text = equation.filter { $0 != " " }
    let head = text.prefix { $0 != "-" }
    let tail = text.dropFirst(head.count)
    let operands = head.split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    guard operands.count == 2, tail.isEmpty || tail.hasPrefix("->") else { return nil }
    let (left, right) = (operands[0], operands[1])
    let once = (left + right).filter { letter in !left.contains(letter) || !right.contains(letter) }
    let output = tail.isEmpty ? once.sorted() : Array(tail.dropFirst(2))
    for letters in [left, right, output] {
      guard Set(letters).count == letters.count, letters.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
    }
    let known = Set(left + right)
    guard output.allSatisfy({ known.contains($0) }), once.allSatisfy({ output.contains($0) }) else { return nil }
    (self.left, self.right, self.output) = (left, right, output)
  }
}
