public import Graphs
import Tensors

extension Reshape: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [DoubleTensor(shape: outputShapes[0], scalars: inputs[0].scalars)]
  }
}

extension Transpose: ReferenceOperation, SparseLinearMap {
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    forEachIndex(of: output) { index, out in
      var source = index
      for axis in permutation.indices { source[permutation[axis]] = index[axis] }
      body(out, offset(of: source, in: input), 1)
    }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [applied(to: inputs[0], outputShapes[0])]
  }
}

extension Broadcast: ReferenceOperation, SparseLinearMap {
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    forEachIndex(of: output) { index, out in body(out, broadcastOffset(of: index, in: input), 1) }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [applied(to: inputs[0], outputShapes[0])]
  }
}

extension Slice: ReferenceOperation, SparseLinearMap {
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    forEachIndex(of: output) { index, out in
      let source = index.indices.map { starts[$0] + index[$0] * steps[$0] }
      body(out, offset(of: source, in: input), 1)
    }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [applied(to: inputs[0], outputShapes[0])]
  }
}

extension SliceGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [slice.adjoint(appliedTo: inputs[0], outputShapes[0])]
  }
}

extension Gather: ReferenceOperation, SparseLinearMap {
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    forEachIndex(of: output) { index, out in
      let place = Array(index[axis..<axis + indicesShape.count])
      let chosen = indices[offset(of: place, in: indicesShape)]
      let source = Array(index[..<axis]) + [chosen] + Array(index[(axis + indicesShape.count)...])
      body(out, offset(of: source, in: input), 1)
    }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [applied(to: inputs[0], outputShapes[0])]
  }
}

extension GatherGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [gather.adjoint(appliedTo: inputs[0], outputShapes[0])]
  }
}

extension Concatenation: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    var y = DoubleTensor(repeating: 0, shape: outputShapes[0])
    forEachIndex(of: y.shape) { index, out in
      var (index, input) = (index, 0)
      while index[axis] >= inputs[input].shape[axis] {
        index[axis] -= inputs[input].shape[axis]
        input += 1
      }
      y.scalars[out] = inputs[input].scalars[offset(of: index, in: inputs[input].shape)]
    }
    return [y]
  }
}
