/// `op(a) · op(b)` over the last two axes; leading axes broadcast.
///
/// Inputs: `a [batch…, M, K]` (`[batch…, K, M]` if transposed), `b [batch…, K, N]` (`[batch…, N, K]` if transposed);
/// both of rank ≥ 2. Output `[batch…, M, N]`.
public struct MatrixProduct: Operation, Hashable {
  public var transposesLeft: Bool
  public var transposesRight: Bool

  public init(transposesLeft: Bool = false, transposesRight: Bool = false) {
    self.transposesLeft = transposesLeft
    self.transposesRight = transposesRight
  }

  public var description: String { "MatrixProduct \(transposesLeft ? "aᵀ" : "a")·\(transposesRight ? "bᵀ" : "b")" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...2)
    try check(inputs.allSatisfy { $0.count >= 2 }, "both inputs must be matrices or stacks of them, are \(inputs)")
    var (left, right) = (Array(inputs[0].suffix(2)), Array(inputs[1].suffix(2)))
    if transposesLeft { left.reverse() }
    if transposesRight { right.reverse() }
    try check(
      left[1] == right[0], "cannot multiply \(left[0])×\(left[1]) by \(right[0])×\(right[1]); inputs are \(inputs)")
    return [try broadcast(inputs[0].dropLast(2), inputs[1].dropLast(2)) + [left[0], right[1]]]
  }

  /// `da = dy·op(b)ᵀ` and `db = op(a)ᵀ·dy`, or their transposes, summed over broadcast axes.
  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0] else { return [nil, nil] }
    let (a, b) = (node.inputs[0], node.inputs[1])
    var gradients: [ValueID?] = [nil, nil]
    if wanted[0] {
      let full =
        transposesLeft
        ? try graph(MatrixProduct(transposesLeft: transposesRight, transposesRight: true), b, dy)
        : try graph(MatrixProduct(transposesRight: !transposesRight), dy, b)
      gradients[0] = try graph.sum(full, toShape: graph.shape(of: a))
    }
    if wanted[1] {
      let full =
        transposesRight
        ? try graph(MatrixProduct(transposesLeft: true, transposesRight: transposesLeft), dy, a)
        : try graph(MatrixProduct(transposesLeft: !transposesLeft), a, dy)
      gradients[1] = try graph.sum(full, toShape: graph.shape(of: b))
    }
    return gradients
  }
}
