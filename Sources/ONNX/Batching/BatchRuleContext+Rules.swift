import Graphs
import Tensors

extension BatchRuleContext {
  /// Where the batch lies in each output, or nil if the node mixes samples or has no rule.
  func outputAxes() -> [BatchAxis]? {
    let result: BatchAxis? =
      switch node.operation {
      case is Unary: axis(of: 0)
      case is Binary, is Select, is Broadcast: elementwise()
      case let operation as Reshape: reshaped(operation)
      case let operation as Transpose: transposed(operation)
      case let operation as Slice: sliced(operation)
      case let operation as Pad: padded(operation)
      case let operation as Gather: gathered(operation)
      case let operation as Concatenation: concatenated(operation)
      case let operation as Reduction: reduced(operation)
      case let operation as Softmax: keeping(unless: operation.axis)
      case let operation as LogSoftmax: keeping(unless: operation.axis)
      case let operation as Normalization: keeping(below: operation.firstAxis)
      case is Convolution, is ConvolutionTranspose, is ChannelAffine: keeping(below: 1)
      case is MaxPool, is AveragePool, is Resize: keeping(below: 2)
      case is MatrixProduct: multiplied()
      default: nil
      }
    if node.operation is Recurrent { return recurrent() }
    return result.map { [$0] }
  }

  /// For operations that treat all positions of the axes before `limit` alike, given one set of parameters.
  private func keeping(below limit: Int) -> BatchAxis? {
    guard onlyFirstIsBatched, let place = axis(of: 0), place.axis < limit else { return nil }
    return place
  }

  private func keeping(unless worked: Int) -> BatchAxis? {
    guard let place = axis(of: 0), place.axis != worked else { return nil }
    return place
  }

  /// The batch of every batched input, aligned from the right as broadcasting does, must fall on one place.
  private func elementwise() -> BatchAxis? {
    let output = graph.shape(of: node.outputs[0])
    var common: BatchAxis?
    for input in node.inputs.indices {
      guard var place = axis(of: input) else { continue }
      place.axis += output.count - shape(of: input).count
      guard common == nil || common == place else { return nil }
      // An axis that holds the batch must not be repeated by broadcasting.
      guard shape(of: input)[place.axis - (output.count - shape(of: input).count)] == output[place.axis] else {
        return nil
      }
      common = place
    }
    guard let common else { return nil }
    for input in node.inputs.indices where axis(of: input) == nil {
      let lead = output.count - shape(of: input).count
      guard common.axis < lead || isAlike(input: input, along: BatchAxis(axis: common.axis - lead, inner: common.inner))
      else { return nil }
    }
    return common
  }

  private func reshaped(_ operation: Reshape) -> BatchAxis? {
    guard let place = axis(of: 0) else { return nil }
    return BatchAxis.candidates(stride: place.stride(in: shape(of: 0)), count: count, in: operation.shape).first
  }

  private func transposed(_ operation: Transpose) -> BatchAxis? {
    guard let place = axis(of: 0), let axis = operation.permutation.firstIndex(of: place.axis) else { return nil }
    return BatchAxis(axis: axis, inner: place.inner)
  }

  private func sliced(_ operation: Slice) -> BatchAxis? {
    guard let place = axis(of: 0) else { return nil }
    let axis = place.axis
    let isWhole =
      operation.starts[axis] == 0 && operation.steps[axis] == 1 && operation.extents[axis] == shape(of: 0)[axis]
    return isWhole ? place : nil
  }

  private func padded(_ operation: Pad) -> BatchAxis? {
    guard let place = axis(of: 0), operation.before[place.axis] == 0, operation.after[place.axis] == 0 else {
      return nil
    }
    return place
  }

  private func gathered(_ operation: Gather) -> BatchAxis? {
    guard var place = axis(of: 0), place.axis != operation.axis else { return nil }
    if place.axis > operation.axis { place.axis += operation.indicesShape.count - 1 }
    return place
  }

  private func concatenated(_ operation: Concatenation) -> BatchAxis? {
    let places = node.inputs.indices.compactMap(axis(of:))
    guard let place = places.first, places.allSatisfy({ $0 == place }), place.axis != operation.axis else { return nil }
    let others = node.inputs.indices.filter { axis(of: $0) == nil }
    return others.allSatisfy { isAlike(input: $0, along: place) } ? place : nil
  }

  private func reduced(_ operation: Reduction) -> BatchAxis? {
    guard var place = axis(of: 0), !operation.axes.contains(place.axis) else { return nil }
    if !operation.keepsAxes { place.axis -= operation.axes.count { $0 < place.axis } }
    return place
  }

  /// The state runs along axis 0 of the input and the batch along axis 1; outputs are `y`, final states, reserve.
  private func recurrent() -> [BatchAxis]? {
    guard let place = axis(of: 0), place.axis == 1 else { return nil }
    // w, r and b are shared; the initial states have the batch in axis 1 or are alike for all samples.
    guard (1...3).allSatisfy({ axis(of: $0) == nil }) else { return nil }
    for state in node.inputs.indices.dropFirst(4) {
      guard axis(of: state).map({ $0 == place }) ?? isAlike(input: state, along: place) else { return nil }
    }
    return node.outputs.indices.map { output in
      let isSequence = output == 0 || output == node.outputs.count - 1
      return BatchAxis(axis: isSequence ? 2 : 1, inner: place.inner)
    }
  }
}
