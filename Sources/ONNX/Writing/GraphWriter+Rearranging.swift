import Graphs
import Tensors

/// Operations that move numbers; their extents may have the batch in them.
extension GraphWriter {
  /// An extent that varies is 0 (as the input's at the same place), or −1 (what is left over), of which there can be one.
  mutating func reshape(_ operation: Reshape, _ written: WrittenNode) throws(ONNXWriterError) {
    guard let twin = written.twin as? Reshape else { throw written.error("is another operation at another batch size") }
    let source = written.node.inputs[0]
    let (before, beforeTwin) = (small.shape(of: source), large.shape(of: source))
    let common = commonExtents(operation.shape, twin.shape)
    var shape: [Int] = []
    for (axis, extent) in common.enumerated() {
      let isInputs =
        before.indices.contains(axis) && twin.shape.count == operation.shape.count
        && before[axis] == operation.shape[axis] && beforeTwin[axis] == twin.shape[axis]
      shape.append(extent ?? (isInputs ? 0 : -1))
    }
    guard shape.count(where: { $0 == -1 }) <= 1, !zip(common, shape).contains(where: { $0 == 0 && $1 == 0 }) else {
      throw written.error("has more than one extent that depends on the batch size, or an empty one")
    }
    let name = addInitializer(shape, name: "\(written.name)/shape")
    emit("Reshape", [try input(0, of: written), name], for: written)
  }

  /// Axes taken whole are left out.
  mutating func slice(_ operation: Slice, _ written: WrittenNode) throws(ONNXWriterError) {
    let extents = extents(ofInput: 0, of: written)
    let shape = small.shape(of: written.node.inputs[0])
    let cut = shape.indices.filter { axis in
      operation.starts[axis] != 0 || operation.steps[axis] != 1 || operation.extents[axis] != shape[axis]
    }
    guard let twin = written.twin as? Slice, cut.allSatisfy({ extents[$0] != nil && twin.isLike(operation, axis: $0) })
    else { throw written.error("cuts an axis that depends on the batch size") }
    guard !cut.isEmpty else { return emit("Identity", [try input(0, of: written)], for: written) }
    // Going backwards to the first element ends before it, and no index says so but an absurdly small one.
    let ends = cut.map { axis in
      let end = operation.starts[axis] + operation.extents[axis] * operation.steps[axis]
      return end < 0 ? Int(Int32.min) : end
    }
    let lists = [
      ("starts", cut.map { operation.starts[$0] }), ("ends", ends), ("axes", cut),
      ("steps", cut.map { operation.steps[$0] }),
    ]
    let names = lists.map { addInitializer($1, name: "\(written.name)/\($0)") }
    emit("Slice", [try input(0, of: written)] + names, for: written)
  }

  mutating func pad(_ operation: Pad, _ written: WrittenNode) throws(ONNXWriterError) {
    guard let twin = written.twin as? Pad, twin.before == operation.before, twin.after == operation.after else {
      throw written.error("adds amounts that depend on the batch size")
    }
    let amounts = addInitializer(operation.before + operation.after, name: "\(written.name)/pads")
    let inputs = [try input(0, of: written), amounts]
    switch operation.mode {
    case .constant(let value):
      emit("Pad", inputs + [scalar(value, for: written)], [ProtoAttribute("mode", "constant")], for: written)
    case .reflect: emit("Pad", inputs, [ProtoAttribute("mode", "reflect")], for: written)
    case .edge: emit("Pad", inputs, [ProtoAttribute("mode", "edge")], for: written)
    }
  }

  /// An extent that the input has already is 1 in the wanted shape: that repeats nothing.
  mutating func broadcast(_ operation: Broadcast, _ written: WrittenNode) throws(ONNXWriterError) {
    guard let twin = written.twin as? Broadcast else {
      throw written.error("is another operation at another batch size")
    }
    let lead = operation.shape.count - small.shape(of: written.node.inputs[0]).count
    let before = extents(ofInput: 0, of: written)
    var shape: [Int] = []
    for (axis, extent) in commonExtents(operation.shape, twin.shape).enumerated() {
      let isThere = axis >= lead && before[axis - lead] == nil
      guard let extent = extent ?? (isThere ? 1 : nil) else {
        throw written.error("repeats a value once for each sample of the batch")
      }
      shape.append(extent)
    }
    let name = addInitializer(shape, name: "\(written.name)/shape")
    emit("Expand", [try input(0, of: written), name], for: written)
  }

  mutating func gather(_ operation: Gather, _ written: WrittenNode) throws(ONNXWriterError) {
    guard let twin = written.twin as? Gather, twin.indices == operation.indices else {
      throw written.error("its indices depend on the batch size")
    }
    let indices = addInitializer(operation.indices, shape: operation.indicesShape, name: "\(written.name)/indices")
    emit("Gather", [try input(0, of: written), indices], [ProtoAttribute("axis", operation.axis)], for: written)
  }
}

extension Slice {
  fileprivate func isLike(_ other: Slice, axis: Int) -> Bool {
    (starts[axis], steps[axis], extents[axis]) == (other.starts[axis], other.steps[axis], other.extents[axis])
  }
}
