/// Output axis `k` is input axis `permutation[k]`.
public struct Transpose: Operation, Hashable {
  public let permutation: [Int]
  public init(_ permutation: [Int]) { self.permutation = permutation }

  public var description: String { "Transpose \(permutation)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check(
      permutation.sorted() == Array(inputs[0].indices), "does not permute the axes of an input of shape \(inputs[0])")
    return [permutation.map { inputs[0][$0] }]
  }

  /// The permutation that undoes this one.
  public var inverse: Transpose {
    Transpose(permutation.indices.sorted { permutation[$0] < permutation[$1] })
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(inverse, dy)]
  }
}
