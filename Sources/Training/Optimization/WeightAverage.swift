public import Tensors

/// An exponential moving average of weights (and running statistics): smoother than the last step's.
///
///     a ← d a + (1 − d) p,   d = min(decay, (1 + t)/(10 + t)) after t steps
///
/// so that the first, random weights are forgotten soon. Polyak and Juditsky, 1992; Tarvainen and Valpola, 2017,
/// arXiv:1703.01780.
public struct WeightAverage: Sendable, Equatable {
  public let decay: Double
  public private(set) var tensors: [Tensor]

  public init(decay: Double, of tensors: [Tensor]) {
    self.decay = decay
    self.tensors = tensors
  }

  /// Takes the weights after step `stepCount` (from 1) in.
  public mutating func update(_ current: [Tensor], stepCount: Int) {
    precondition(current.map(\.shape) == tensors.map(\.shape), "WeightAverage: weights of other shapes")
    let t = Double(stepCount)
    let keep = Float(min(decay, (1 + t) / (10 + t)))
    let rest = Float(1 - min(decay, (1 + t) / (10 + t)))
    for index in tensors.indices {
      tensors[index].withUnsafeMutableScalars { average in
        current[index].withUnsafeScalars { values in
          for place in average.indices { average[place] = keep * average[place] + rest * values[place] }
        }
      }
    }
  }
}
