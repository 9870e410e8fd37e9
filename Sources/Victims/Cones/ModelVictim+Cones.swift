public import Attacks
public import Tensors

/// Passes over what can change.
extension ModelVictim {
  /// The activations outside the cone of what the region lets change; nil where that saves too little.
  ///
  /// Positions along one axis of the input: the axis that saves most, its positions widened to a grid. For what comes
  /// out beside it, the same holds as for different batch sizes: other plans, other last bits.
  public func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    guard keepsFixedActivations, let cut = try runner.cones.cut(around: region) else { return nil }
    return FixedPart(axis: cut.axis, positions: cut.positions, kept: try runner.cones.kept(of: clean, cut))
  }

  public func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    let cut = Self.cut(of: fixed, inputs)
    return answer.presented(try runner.cones.forward(inputs, cut, kept: fixed.map(\.kept)))
  }

  public func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let cut = Self.cut(of: fixed, inputs)
    let all = runner.largestBatch < inputs.batchCount ? try cotangent(logits(of: inputs, beside: fixed)) : nil
    let result = try runner.cones.gradient(at: inputs, cut, kept: fixed.map(\.kept), precision: searchPrecision) {
      outputs, samples in
      try self.cotangent(of: outputs, samples, all, cotangent)
    }
    return (answer.presented(result.outputs), result.gradient)
  }

  private static func cut(of fixed: [FixedPart], _ inputs: Tensor) -> InputCut {
    precondition(
      fixed.count == inputs.batchCount
        && fixed.allSatisfy { $0.axis == fixed[0].axis && $0.positions == fixed[0].positions },
      "ModelVictim: \(inputs.batchCount) samples need as many fixed parts of one kind, there are \(fixed.count)")
    return InputCut(axis: fixed[0].axis, positions: fixed[0].positions)
  }
}
