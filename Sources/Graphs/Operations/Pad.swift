public enum PaddingMode: Hashable, Sendable {
  case constant(Float)
  /// Mirrors without repeating the border: `2 1 | 0 1 2`.
  case reflect
  case edge
}

/// Adds elements before and after each axis; one entry per axis; negative amounts crop (constant mode only).
public struct Pad: Operation, Hashable {
  public let before: [Int]
  public let after: [Int]
  public let mode: PaddingMode

  public init(before: [Int], after: [Int], mode: PaddingMode) {
    self.before = before
    self.after = after
    self.mode = mode
  }

  public var description: String { "Pad \(before) before and \(after) after, \(mode)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let shape = inputs[0]
    try check(
      before.count == shape.count && after.count == shape.count,
      "needs one amount before and after each axis of an input of shape \(shape)")
    var padded: [Int] = []
    for axis in shape.indices {
      for amount in [before[axis], after[axis]] {
        try check(
          allowedAmounts(for: shape[axis]).contains(amount),
          "amount \(amount) is impossible for \(shape[axis]) elements along axis \(axis)")
      }
      padded.append(shape[axis] + before[axis] + after[axis])
      try check(padded[axis] >= 0, "crops more than there is along axis \(axis) of \(shape)")
    }
    return [padded]
  }

  private func allowedAmounts(for extent: Int) -> ClosedRange<Int> {
    switch mode {
    case .constant: -extent...Graph.largestExtent
    case .reflect: 0...max(0, extent - 1)
    case .edge: 0...(extent > 0 ? Graph.largestExtent : 0)
    }
  }

  /// Constant padding ends where the data does, so its adjoint is to crop what was added and add what was cropped.
  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    if case .constant = mode {
      return [try graph(Pad(before: before.map { -$0 }, after: after.map { -$0 }, mode: .constant(0)), dy)]
    }
    return [try graph(PadGradient(self, shape: graph.shape(of: node.inputs[0])), dy)]
  }
}

/// The adjoint of `Pad`: adds each cotangent to the element it was copied from.
///
/// Input `dy`; output `shape`.
public struct PadGradient: Operation, Hashable {
  public let pad: Pad
  public let shape: [Int]

  public init(_ pad: Pad, shape: [Int]) {
    self.pad = pad
    self.shape = shape
  }

  public var description: String { "gradient of \(pad)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check("dy", inputs[0], is: pad.outputShapes(for: [shape])[0])
    return [shape]
  }

  /// The linear part of the padding: its constant has no share in the gradient.
  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    if case .constant = pad.mode {
      return [try graph(Pad(before: pad.before, after: pad.after, mode: .constant(0)), dy)]
    }
    return [try graph(pad, dy)]
  }
}
