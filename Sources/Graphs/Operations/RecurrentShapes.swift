/// The shapes of everything that goes in and out of a recurrent layer.
struct RecurrentShapes {
  let inputs: [[Int]]
  let outputs: [[Int]]
  let reserve: [Int]

  /// - Throws: `ShapeError` where the layer has no hidden units or absurdly many.
  init(_ layer: Recurrent, steps: Int, batch: Int, inputSize: Int) throws(ShapeError) {
    let (directions, hidden, gates) = (layer.direction.count, layer.hiddenSize, layer.cell.gateCount)
    guard (1...Graph.largestExtent).contains(hidden) else {
      throw ShapeError(layer.description, "the number of hidden units must be positive and sensible")
    }
    let state = [directions, batch, hidden]
    let states = layer.cell == .lstm ? [state, state] : [state]
    inputs =
      [
        [steps, batch, inputSize], [directions, gates * hidden, inputSize], [directions, gates * hidden, hidden],
        [directions, 2 * gates * hidden],
      ] + states
    reserve = [steps, directions, batch, (gates + 1) * hidden]
    outputs = [[steps, directions, batch, hidden]] + states + [reserve]
  }
}

extension RecurrentCell {
  /// x, w, r, b, h0 and, for an LSTM, c0.
  var inputCount: Int { self == .lstm ? 6 : 5 }
}

/// Walks three lists side by side, to the end of the shortest.
func zip3<A, B, C>(_ first: [A], _ second: [B], _ third: [C]) -> [(A, B, C)] {
  zip(zip(first, second), third).map { ($0.0, $0.1, $1) }
}
