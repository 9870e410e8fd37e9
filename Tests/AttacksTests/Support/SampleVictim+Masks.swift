import Attacks
import Tensors

extension SampleVictim {
  /// A 1×1 convolution as a whole network: pixels are independent.
  ///
  /// `weights` has one row of channel weights a class.
  static func pixelwise(_ weights: [[Float]], bias: [Float], height: Int, width: Int) -> SampleVictim {
    let places = height * width
    let channels = weights[0].count
    return SampleVictim(
      inputShape: [channels, height, width], outputShape: [weights.count, height, width],
      answer: { input in
        weights.indices.flatMap { index in
          (0..<places).map { place in
            (0..<channels).reduce(bias[index]) { $0 + weights[index][$1] * input[$1 * places + place] }
          }
        }
      },
      pullback: { _, cotangent in
        (0..<channels).flatMap { channel in
          (0..<places).map { place in
            weights.indices.reduce(Float(0)) { $0 + weights[$1][channel] * cotangent[$1 * places + place] }
          }
        }
      })
  }

  /// A grey image blurred by a `kernel × kernel` box (no padding: the output is smaller) and compared with ½, as a
  /// one-logit network `z` presented as `(−z/2, z/2)`.
  static func blurring(side: Int, kernel: Int, gain: Float = 20) -> SampleVictim {
    let out = side - kernel + 1
    let share = gain / Float(kernel * kernel)
    /// Calls `body(output place, input place)` for every tap.
    func taps(_ body: (Int, Int) -> Void) {
      for row in 0..<out {
        for column in 0..<out {
          for offset in 0..<kernel * kernel {
            body(row * out + column, (row + offset / kernel) * side + column + offset % kernel)
          }
        }
      }
    }
    return SampleVictim(
      inputShape: [1, side, side], outputShape: [2, out, out],
      answer: { input in
        var sums = [Float](repeating: -gain / 2, count: out * out)
        taps { sums[$0] += share * input[$1] }
        return sums.map { -$0 / 2 } + sums.map { $0 / 2 }
      },
      pullback: { _, cotangent in
        var gradient = [Float](repeating: 0, count: side * side)
        taps { gradient[$1] += share * (cotangent[out * out + $0] - cotangent[$0]) / 2 }
        return gradient
      })
  }

  /// The predicted classes for one image.
  func mask(of image: Tensor) -> [Int] {
    let logits = logits(of: Tensor(batching: [image])).scalars
    let places = logits.count / outputShape[0]
    return (0..<places).map { place in
      (0..<outputShape[0]).max { logits[$0 * places + place] < logits[$1 * places + place] } ?? 0
    }
  }
}

/// A grey image with a bright disc.
func disc(side: Int, row: Int, column: Int, radius: Int) -> Tensor {
  let scalars = (0..<side * side).map { place -> Float in
    let (y, x) = (place / side - row, place % side - column)
    return y * y + x * x <= radius * radius ? 0.9 : 0.1
  }
  return Tensor(shape: [1, side, side], scalars: scalars)
}
