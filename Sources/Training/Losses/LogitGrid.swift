internal import Tensors

/// The logits of a batch seen as classes at positions: `[N, C]` has one position a sample, `[N, C, H, W]` has `H · W`.
///
/// The logit of class `c` at position `p` of sample `n` lies at `(n · C + c) · P + p`.
struct LogitGrid {
  let sampleCount: Int
  let classCount: Int
  let positionCount: Int

  init(_ logits: Tensor) {
    precondition(logits.rank >= 2, "LogitGrid: expected [N, C] or [N, C, H, W], is \(logits.shape)")
    sampleCount = logits.shape[0]
    classCount = logits.shape[1]
    positionCount = Array(logits.shape.dropFirst(2)).product
  }

  /// The same, and that there is one target a sample with one class a position.
  init(_ logits: Tensor, _ targets: [TrainingTarget]) {
    self.init(logits)
    precondition(targets.count == sampleCount, "LogitGrid: \(targets.count) targets for \(logits.shape)")
    for target in targets {
      precondition(
        target.classes.count == positionCount,
        "LogitGrid: a target of \(target.classes.count) positions for \(logits.shape)")
    }
  }

  /// Where the logit of the first class lies; the others follow at a distance of `positionCount`.
  func offset(sample: Int, position: Int) -> Int { sample * classCount * positionCount + position }
}
