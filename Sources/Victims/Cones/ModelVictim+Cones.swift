public import Attacks
internal import Engine
public import Tensors

/// Passes over what can change.
extension ModelVictim {
  /// The activations outside the cone of what the region lets change; nil where that saves too little.
  ///
  /// Positions along one axis of the input: the axis that saves most, its positions widened to a grid.
  public func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    guard keepsFixedActivations, let cut = try runner.cones.cut(around: region) else { return nil }
    return FixedPart(
      axis: cut.axis, positions: cut.positions,
      kept: try runner.cones.kept(of: clean, cut, precision: decidingPrecision))
  }

  public func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    checkCount(inputs, fixed)
    let outputs = try fixed.enumerated().map { index, part in
      try runner.cones.forward(
        inputs, sample: index, InputCut(part), kept: part.kept, precision: decidingPrecision)
    }
    return answer.presented(Tensor(joining: outputs))
  }

  public func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    checkCount(inputs, fixed)
    var gradient = Tensor(shape: inputs.shape)
    var outputs: [Tensor] = []
    for (index, part) in fixed.enumerated() {
      let made = try runner.cones.gradient(
        at: inputs, sample: index, InputCut(part), kept: part.kept, precision: searchPrecision, into: &gradient
      ) { outputs in
        answer.returned(try cotangent(answer.presented(outputs), index), shape: outputs.shape)
      }
      outputs.append(made)
    }
    return (answer.presented(Tensor(joining: outputs)), gradient)
  }

  /// What logits alone, and what is kept, are computed in.
  private var decidingPrecision: Precision { searchPrecision == .exact ? .exact : .f32 }

  private func checkCount(_ inputs: Tensor, _ fixed: [FixedPart]) {
    precondition(
      !fixed.isEmpty && fixed.count == inputs.batchCount,
      "ModelVictim: \(inputs.batchCount) inputs beside \(fixed.count) fixed parts")
  }
}

extension InputCut {
  fileprivate init(_ part: FixedPart) { self.init(axis: part.axis, positions: part.positions) }
}
