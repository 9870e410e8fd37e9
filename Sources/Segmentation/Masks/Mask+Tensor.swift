public import Tensors

extension Mask {
  /// One plane per class, 1 where the pixel has it: [K, H, W].
  ///
  /// A void pixel is 0 in every plane.
  public func oneHot() -> Tensor {
    let count = classes.count
    var scalars = [Float](repeating: 0, count: classCount * count)
    for (pixel, label) in classes.enumerated() where label >= 0 { scalars[Int(label) * count + pixel] = 1 }
    return Tensor(shape: [classCount, height, width], scalars: scalars)
  }

  /// The class of the largest logit at each pixel of [K, H, W]; the first of equals.
  ///
  /// NaN is never larger.
  public init(argmaxOf logits: Tensor) {
    precondition(
      logits.rank == 3 && logits.shape[0] >= 2, "Mask: expected logits [K, H, W] of K ≥ 2, is \(logits.shape)")
    let (classCount, height, width) = (logits.shape[0], logits.shape[1], logits.shape[2])
    let count = height * width
    var classes = [Int32](repeating: 0, count: count)
    var best = Array(logits.scalars[0..<count])
    for label in 1..<classCount {
      for pixel in 0..<count {
        let logit = logits.scalars[label * count + pixel]
        if logit > best[pixel] || (best[pixel].isNaN && !logit.isNaN) {
          best[pixel] = logit
          classes[pixel] = Int32(label)
        }
      }
    }
    self.init(height: height, width: width, classCount: classCount, classes: classes)
  }
}
