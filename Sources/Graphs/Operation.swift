/// A differentiable (or piecewise differentiable) function of tensors: its shapes and its derivative.
///
/// One file per operation holds both. How it is computed is the business of a backend (`Engine`), which looks at the
/// concrete type.
public protocol Operation: Sendable, CustomStringConvertible {
  /// The shapes of the outputs for inputs of these shapes.
  ///
  /// - Throws: `ShapeError` when the inputs do not fit.
  func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]]

  /// Appends to `graph` the vector–Jacobian product of `node`.
  ///
  /// - Parameters:
  ///   - node: the node whose operation is `self`.
  ///   - cotangents: one per output of the node; nil where nothing downstream depends on it.
  ///   - wanted: one per input of the node; only those cotangents need be made.
  ///   - graph: holds the node; the derivative's nodes are appended to it.
  /// - Returns: one cotangent per input, of the input's shape; nil where not wanted or identically zero.
  /// - Throws: `DifferentiationError` where a wanted derivative is not supported.
  func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?]
}

extension Operation {
  /// Operations that occur only in derivative graphs are not differentiated again: an attack needs no second derivative.
  ///
  /// - Throws: `DifferentiationError`, always.
  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    throw DifferentiationError(operation: description)
  }
}

/// Inputs whose shapes an operation cannot take.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
  public let operation: String
  public let message: String

  public init(_ operation: String, _ message: String) {
    self.operation = operation
    self.message = message
  }

  public var description: String { "\(operation): \(message)" }
}
