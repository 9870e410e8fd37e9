internal import Tensors

/// What is wrong with an input, in words: shape, values, region.
struct InputCheck {
  let inputShape: [Int]
  let bounds: ClosedRange<Float>

  func complaint(about input: Tensor) -> String? {
    if input.shape != inputShape { return "the input is \(input.shape), the model takes \(inputShape)" }
    if let index = input.scalars.firstIndex(where: { !$0.isFinite }) {
      return "the value \(input.scalars[index]) at \(place(index)) is not a finite number"
    }
    guard let index = input.scalars.firstIndex(where: { !bounds.contains($0) }) else { return nil }
    return "the value \(input.scalars[index]) at \(place(index)) is outside the bounds \(bounds.lowerBound) to "
      + "\(bounds.upperBound); state the bounds of the model's input"
  }

  func complaint(about region: Region) -> String? {
    region.shape == inputShape ? nil : "the region is made for \(region.shape), the model takes \(inputShape)"
  }

  private func place(_ index: Int) -> [Int] { zip(inputShape.rowMajorStrides, inputShape).map { index / $0 % $1 } }
}
