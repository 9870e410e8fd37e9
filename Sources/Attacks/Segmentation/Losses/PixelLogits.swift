internal import Tensors

/// The logits of one image, seen pixel by pixel.
struct PixelLogits {
  let classCount: Int
  let pixelCount: Int
  let scalars: [Float]

  /// `logits` are `[1, C, H, W]` or `[C, H, W]`.
  init(_ logits: Tensor) {
    let shape = logits.shape.suffix(3)
    precondition(
      shape.count == 3 && shape.reduce(1, *) == logits.count && (shape.first ?? 0) >= 2,
      "PixelLogits: \(logits.shape) is not one image of two classes or more")
    classCount = shape[shape.startIndex]
    pixelCount = shape.dropFirst().reduce(1, *)
    scalars = logits.scalars
  }

  subscript(class index: Int, pixel pixel: Int) -> Float { scalars[index * pixelCount + pixel] }

  /// The class with the largest logit at every pixel, the first of equals; −1 where a logit is not a number.
  var prediction: [Int] {
    var best = [Int](repeating: 0, count: pixelCount)
    var values = Array(scalars.prefix(pixelCount))
    scalars.withUnsafeBufferPointer { scalars in
      best.withUnsafeMutableBufferPointer { best in
        values.withUnsafeMutableBufferPointer { values in
          for index in 1..<classCount {
            for pixel in 0..<pixelCount {
              let value = scalars[index * pixelCount + pixel]
              // A NaN, once met, stays: no comparison with it holds.
              if value > values[pixel] { best[pixel] = index }
              if value > values[pixel] || value.isNaN { values[pixel] = value }
            }
          }
          for pixel in 0..<pixelCount where values[pixel].isNaN { best[pixel] = -1 }
        }
      }
    }
    return best
  }

  /// By how many logits the pixels that are not as wanted miss their class, on average; 0 where all are as wanted.
  func meanDeficit(of goal: MaskGoal) -> Double {
    var sum = 0.0
    var wrong = 0
    for pixel in 0..<pixelCount where goal.counts(pixel) {
      let deficit = -Double(margin(of: goal.target[pixel], at: pixel))
      guard deficit > 0, deficit.isFinite else { continue }
      sum += deficit
      wrong += 1
    }
    return wrong == 0 ? 0 : sum / Double(wrong)
  }

  /// By how much a class leads at a pixel; negative where another one does.
  func margin(of wanted: Int, at pixel: Int) -> Float {
    self[class: wanted, pixel: pixel] - self[class: rival(of: wanted, at: pixel), pixel: pixel]
  }

  /// The strongest class other than `excluded` at a pixel.
  func rival(of excluded: Int, at pixel: Int) -> Int {
    if classCount == 2 { return 1 - excluded }
    var best = excluded == 0 ? 1 : 0
    for index in 0..<classCount where index != excluded {
      if self[class: index, pixel: pixel] > self[class: best, pixel: pixel] { best = index }
    }
    return best
  }
}
