import Graphs
import Tensors

extension GraphWriter {
  /// Written with scales, because sizes would fix the batch.
  mutating func resize(_ operation: Resize, _ written: WrittenNode) throws(ONNXWriterError) {
    let before = small.shape(of: written.node.inputs[0]).dropFirst(2)
    // In double precision, as readers do: 3 · 7/3 in single precision is 7, but 7/3 as it is stored leads to 6.
    let reached = zip(before, operation.scales).map { Int((Double($0) * Double($1)).rounded(.down)) }
    guard reached == operation.extents else {
      throw written.error("its scales \(operation.scales) do not lead from \(Array(before)) to \(operation.extents)")
    }
    let scales = Tensor(shape: [before.count + 2], scalars: [1, 1] + operation.scales)
    let scalesName = addInitializer(scales, name: "\(written.name)/scales")
    var attributes = [ProtoAttribute("coordinate_transformation_mode", operation.transformation.rawValue)]
    switch operation.interpolation {
    case .linear: attributes.append(ProtoAttribute("mode", "linear"))
    case .nearest(let rounding):
      attributes += [ProtoAttribute("mode", "nearest"), ProtoAttribute("nearest_mode", rounding.rawValue)]
    }
    emit("Resize", [try input(0, of: written), "", scalesName], attributes, for: written)
  }
}
