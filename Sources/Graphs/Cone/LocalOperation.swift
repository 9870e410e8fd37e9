/// An operation whose result depends, position by position, on nearby positions of its inputs.
///
/// A change of some positions of its input then changes some positions of its result, and these can be computed from a
/// part of the input: by the same numbers that the whole operation computes, in the same order. Of an operation that does
/// not conform, or for inputs for which it has no rule, everything is taken to change.
protocol LocalOperation: Operation {
  /// What of the first result changes with the inputs.
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread

  /// What of each input is needed for a part of the result; nil for all of it.
  ///
  /// Asked only for parts along the axis that `spread` gave.
  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?]

  /// The operation that computes a part of the result from what `reads` says, in steps: the first takes the inputs, the
  /// others what comes out before them.
  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation]

  /// Whether it is cheaper to compute a few more positions of its input than to keep them and put them in place.
  var isLight: Bool { get }
}

extension LocalOperation {
  var isLight: Bool { true }
}

/// The shapes around one node of the graph that is taken apart.
struct NodeShapes {
  let inputs: [[Int]]
  let outputs: [[Int]]
}
