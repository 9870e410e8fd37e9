public import Graphs
import Tensors

extension Recurrent: ReferenceOperation {
  /// Each sample in each direction is a sequence of its own.
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    var outputs = outputShapes.map { DoubleTensor(shape: $0) }
    let (steps, batch) = (inputs[0].shape[0], inputs[0].shape[1])
    for lane in lanes(batch: batch) {
      let weights = RecurrentWeights(w: inputs[1], r: inputs[2], b: inputs[3], lane: lane, hidden: hiddenSize)
      var state = RecurrentState(
        h: inputs[4].row(lane.direction, lane.sample),
        c: cell == .lstm ? inputs[5].row(lane.direction, lane.sample) : [])
      for time in lane.times(steps) {
        let step = cell.step(inputs[0].row(time, lane.sample), state, weights)
        state = step.state
        outputs[0].setRow(time, lane.direction, lane.sample, to: state.h)
        outputs[outputs.count - 1].setRow(time, lane.direction, lane.sample, to: step.reserve)
      }
      outputs[1].setRow(lane.direction, lane.sample, to: state.h)
      if cell == .lstm { outputs[2].setRow(lane.direction, lane.sample, to: state.c) }
    }
    return outputs
  }

  func lanes(batch: Int) -> [RecurrentLane] {
    (0..<direction.count).flatMap { direction in
      (0..<batch).map { sample in
        RecurrentLane(
          direction: direction, sample: sample, isReversed: self.direction == .reverse || direction == 1)
      }
    }
  }
}

/// One sample in one direction.
struct RecurrentLane {
  let direction: Int
  let sample: Int
  let isReversed: Bool

  /// The time steps in the order in which they are read.
  func times(_ count: Int) -> [Int] { isReversed ? (0..<count).reversed() : Array(0..<count) }
}

struct RecurrentState {
  var h: [Double]
  /// Empty for cells that have none.
  var c: [Double]
}

/// The weights of one direction, a matrix per gate in ONNX order.
struct RecurrentWeights {
  /// Indexed by gate, hidden unit, input.
  let w: [[[Double]]]
  /// Indexed by gate, hidden unit, hidden unit.
  let r: [[[Double]]]
  /// Indexed by gate, hidden unit.
  let inputBias: [[Double]]
  let recurrentBias: [[Double]]

  init(w: DoubleTensor, r: DoubleTensor, b: DoubleTensor, lane: RecurrentLane, hidden: Int) {
    let gates = w.shape[1] / hidden
    func matrices(_ tensor: DoubleTensor) -> [[[Double]]] {
      (0..<gates).map { gate in (0..<hidden).map { tensor.row(lane.direction, gate * hidden + $0) } }
    }
    self.w = matrices(w)
    self.r = matrices(r)
    let biases = b.row(lane.direction)
    func bias(_ gate: Int) -> [Double] { Array(biases[gate * hidden..<(gate + 1) * hidden]) }
    inputBias = (0..<gates).map(bias)
    recurrentBias = (gates..<2 * gates).map(bias)
  }

  /// `Wx + bw` for one gate.
  func inputPart(_ gate: Int, _ x: [Double]) -> [Double] { (w[gate] * x) .+ inputBias[gate] }
  /// `Rh + br` for one gate.
  func recurrentPart(_ gate: Int, _ h: [Double]) -> [Double] { (r[gate] * h) .+ recurrentBias[gate] }
}

extension DoubleTensor {
  /// The last axis at an index of the others.
  func row(_ index: Int...) -> [Double] { Array(scalars[rowRange(index)]) }

  mutating func setRow(_ index: Int..., to row: [Double]) { scalars.replaceSubrange(rowRange(index), with: row) }

  mutating func addToRow(_ index: Int..., values row: [Double]) {
    for (place, value) in zip(rowRange(index), row) { scalars[place] += value }
  }

  private func rowRange(_ index: [Int]) -> Range<Int> {
    let width = shape[shape.count - 1]
    let start = offset(of: index, in: Array(shape.dropLast())) * width
    return start..<start + width
  }
}
