internal import Tensors

/// Which number of a model's answer a heat map explains.
public enum ExplainedScore: Sendable, Hashable {
  /// The logit of the predicted class.
  case predictedClass
  /// The logit of a given class.
  case classLogit(Int)
  /// For segmentation: the sum of a class' logits over the pixels predicted as that class; over all pixels where none is
  /// (Seg-Grad-CAM: Vinogradova, Dibrov, Myers, 2020, arXiv:2002.11434).
  case maskClass(Int)

  /// The class that the score is about, and the cotangent that gives its gradient.
  ///
  /// - Parameter logits: `[1, K]` of a classifier or `[1, C, H, W]` of a segmentation network.
  /// - Returns: the class and a cotangent of ones and zeros in the logits' shape.
  /// - Throws: `ExplanationError` when the score does not fit the logits or the class does not exist.
  func cotangent(for logits: Tensor) throws -> (classIndex: Int, cotangent: Tensor) {
    let classes = logits.rank > 1 ? logits.shape[1] : 0
    let index = try classIndex(for: logits)
    guard (0..<classes).contains(index) else {
      throw ExplanationError("class \(index) is not among the model's \(classes) classes")
    }
    let places = logits.shape.dropFirst(2).reduce(1, *)
    var cotangent = Tensor(repeating: 0, shape: logits.shape)
    let chosen = logits.rank == 2 ? [0] : Self.pixels(predictedAs: index, in: logits)
    cotangent.withMutableScalars { span in
      for pixel in chosen.isEmpty ? Array(0..<places) : chosen { span[index * places + pixel] = 1 }
    }
    return (index, cotangent)
  }

  private func classIndex(for logits: Tensor) throws -> Int {
    guard logits.shape.first == 1 else { throw ExplanationError("the model answered \(logits.shape) for one input") }
    switch (self, logits.rank) {
    case (.predictedClass, 2):
      guard let best = logits.scalars.indices.max(by: { logits.scalars[$0] < logits.scalars[$1] }),
        logits.scalars.allSatisfy({ !$0.isNaN })
      else { throw ExplanationError("the logits are not numbers: there is no prediction to explain") }
      return best
    case (.classLogit(let index), 2), (.maskClass(let index), 4): return index
    default: throw ExplanationError("a score of this kind does not fit logits of shape \(logits.shape)")
    }
  }

  private static func pixels(predictedAs wanted: Int, in logits: Tensor) -> [Int] {
    let places = logits.shape.dropFirst(2).reduce(1, *)
    return (0..<places).filter { pixel in
      let own = logits.scalars[wanted * places + pixel]
      return (0..<logits.shape[1]).allSatisfy { index in
        let other = logits.scalars[index * places + pixel]
        return index == wanted || (index < wanted ? other < own : other <= own)
      }
    }
  }
}
