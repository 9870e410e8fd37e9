import Graphs
import Tensors

/// Running a model at another batch size than its own.
extension Lowering {
  /// The value under another shape; `target` maps the shape that the value has *in the file* to the wanted one.
  ///
  /// When the model runs at another batch size than its own, literal targets are worked out for the exported batch
  /// and the batch is then put back where it lies in memory.
  mutating func reshaped(
    _ value: ValueID, _ node: ONNXNode, target: ([Int]) throws -> [Int]
  ) throws -> ValueID {
    let shape = graph.shape(of: value)
    guard let exportedBatch, case .along(let place) = tracer.placement(of: value) else {
      return try reshaped(value, to: target(shape), node)
    }
    var exported = shape
    exported[place.axis] = shape[place.axis] / batchCount * exportedBatch
    guard Graph.elementCount(exported) != nil else {
      throw node.error(.fixedBatch, "an exported shape of \(exported) is impossible")
    }
    var wanted = try target(exported)
    let stride = place.stride(in: exported)
    let candidates = BatchAxis.candidates(stride: stride, count: exportedBatch, in: wanted)
    guard let found = choices.choose(candidates, from: exported, to: wanted) else {
      throw node.error(.fixedBatch, "its shape \(wanted) leaves no axis for the batch")
    }
    wanted[found.axis] = wanted[found.axis] / exportedBatch * batchCount
    return try reshaped(value, to: wanted, node)
  }

  /// A value that has one entry per sample along `axis`, from a constant that was exported for another batch size.
  ///
  /// Initial states are such constants. They are repeated only if they are alike for all samples.
  mutating func fittedToBatch(_ value: LoweredValue, axis: Int, extent: Int, name: String) -> ValueID {
    guard case .constant(let constant) = value, constant.shape.indices.contains(axis), constant.shape[axis] != extent,
      let sample = constant.commonSlice(along: axis), Extents.foldedCount(constant.shape(with: extent, at: axis)) != nil
    else { return materialised(value, name: name) }
    return materialised(.constant(sample.broadcast(to: constant.shape(with: extent, at: axis))))
  }
}

extension Constant {
  fileprivate func shape(with extent: Int, at axis: Int) -> [Int] {
    var result = shape
    result[axis] = extent
    return result
  }

  /// The slice of extent 1 that all slices along `axis` are equal to, or nil.
  fileprivate func commonSlice(along axis: Int) -> Constant? {
    guard shape[axis] > 0 else { return nil }
    let first = sliced(
      starts: shape.map { _ in 0 }, steps: shape.map { _ in 1 }, extents: shape(with: 1, at: axis))
    return first.broadcast(to: shape).reals == reals ? first : nil
  }
}
