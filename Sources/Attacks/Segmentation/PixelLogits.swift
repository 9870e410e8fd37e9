internal import Tensors

/// The logits of one image, seen pixel by pixel.
struct PixelLogits {
  let classCount: Int
  let pixelCount: Int
  private let scalars: [Float]

  /// `logits` are `[1, C, H, W]` or `[C, H, W]`.
  init(_ logits: Tensor) {
    let shape = logits.shape.suffix(3)
    precondition(
      shape.count == 3 && shape.reduce(1, *) == logits.count, "PixelLogits: \(logits.shape) is not one image")
    classCount = shape[shape.startIndex]
    pixelCount = shape.dropFirst().reduce(1, *)
    scalars = logits.scalars
  }

  subscript(class index: Int, pixel pixel: Int) -> Float { scalars[index * pixelCount + pixel] }

  /// The class with the largest logit at every pixel, the first of equals; −1 where a logit is not a number.
  var prediction: [Int] {
    var best = [Int](repeating: 0, count: pixelCount)
    for pixel in 0..<pixelCount where self[class: 0, pixel: pixel].isNaN { best[pixel] = -1 }
    for index in 1..<max(classCount, 1) {
      for pixel in 0..<pixelCount where best[pixel] >= 0 {
        let value = self[class: index, pixel: pixel]
        if value.isNaN {
          best[pixel] = -1
        } else if value > self[class: best[pixel], pixel: pixel] {
          best[pixel] = index
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
      let wanted = goal.target[pixel]
      let deficit = Double(self[class: rival(of: wanted, at: pixel), pixel: pixel] - self[class: wanted, pixel: pixel])
      guard deficit > 0, deficit.isFinite else { continue }
      sum += deficit
      wrong += 1
    }
    return wrong == 0 ? 0 : sum / Double(wrong)
  }

  /// The strongest class other than `excluded` at a pixel.
  func rival(of excluded: Int, at pixel: Int) -> Int {
    var best = excluded == 0 ? 1 : 0
    for index in 0..<classCount where index != excluded {
      if self[class: index, pixel: pixel] > self[class: best, pixel: pixel] { best = index }
    }
    return best
  }
}
