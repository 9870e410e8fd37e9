/// A step of a recurrent layer reads all steps before it: what changes changes to the end.
///
/// The state at the first step that changes is the last one of a layer that runs over the steps before.
extension Recurrent {
  /// What changes of each result.
  func spreads(_ changes: [Spread], _ shapes: NodeShapes) -> [Spread] {
    guard let span = changes[0].span, changes[1...3].allSatisfy({ $0 == .nothing }) else {
      return shapes.outputs.map { _ in .everything }
    }
    let states = changes.dropFirst(4)
    if span.axis == 1, states.allSatisfy({ $0 == .nothing || $0 == .part(span) }) {
      // Samples stay apart: the second axis of the states, the third of the sequence and the reserve.
      return shapes.outputs.map { .part(span.moved(toAxis: $0.count - 2)) }
    }
    var result = shapes.outputs.map { _ in Spread.everything }
    guard span.axis == 0, span.fillsAxis, states.allSatisfy({ $0 == .nothing }) else { return result }
    switch direction {
    case .forward: result[0] = .part(span.with(span.range.lowerBound..<span.size))
    case .reverse: result[0] = .part(span.with(0..<span.range.upperBound))
    case .bidirectional: break
    }
    return result
  }

  /// What a part of the sequence is computed from, apart from the states that `stepsBefore` lead to.
  func reads(for part: AxisSpan) -> [AxisSpan?] {
    let sequence: [AxisSpan?] = [part.axis == 0 ? part : part.moved(toAxis: 1), nil, nil, nil]
    let state: AxisSpan? = part.axis == 0 ? nil : part.moved(toAxis: 1)
    return sequence + (4..<cell.inputCount).map { _ in state }
  }

  /// The steps that come before a part of the sequence; nil where the layer begins with it.
  func stepsBefore(_ part: AxisSpan) -> AxisSpan? {
    guard part.axis == 0 else { return nil }
    let before = direction == .reverse ? part.range.upperBound..<part.size : 0..<part.range.lowerBound
    return before.isEmpty ? nil : part.with(before)
  }
}
