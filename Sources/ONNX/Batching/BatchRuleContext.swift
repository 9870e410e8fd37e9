import Graphs
import Tensors

/// One node as the batching rules see it: at least one input has a batch axis, and none is mixed.
struct BatchRuleContext {
  let node: Node
  let placements: [BatchPlacement]
  let graph: Graph
  let count: Int

  func axis(of input: Int) -> BatchAxis? {
    guard placements.indices.contains(input), case .along(let axis) = placements[input] else { return nil }
    return axis
  }

  func shape(of input: Int) -> [Int] { graph.shape(of: node.inputs[input]) }

  /// Whether only input 0 depends on the batch.
  var onlyFirstIsBatched: Bool {
    axis(of: 0) != nil && placements.dropFirst().allSatisfy { $0 == .independent }
  }

  /// Whether a batch-independent input gives every sample the same values when its axis `place.axis` is laid along the
  /// batch: the axis is missing or of extent 1, or a constant repeats there.
  func isAlike(input: Int, along place: BatchAxis) -> Bool {
    let shape = shape(of: input)
    guard shape.indices.contains(place.axis), shape[place.axis] != 1 else { return true }
    guard let constant = graph.constants[node.inputs[input]] else { return false }
    return constant.repeats(along: place, count: count)
  }
}

extension Tensor {
  /// Whether all `count` samples along `place` hold the same scalars.
  fileprivate func repeats(along place: BatchAxis, count: Int) -> Bool {
    let stride = place.stride(in: shape)
    guard stride > 0, scalars.count % (stride * count) == 0 else { return false }
    for block in Swift.stride(from: 0, to: scalars.count, by: stride * count) {
      let first = scalars[block..<block + stride]
      for sample in 1..<max(count, 1) {
        let start = block + sample * stride
        guard scalars[start..<start + stride].elementsEqual(first) else { return false }
      }
    }
    return true
  }
}
