public import Tensors

/// What storing an input does to its values.
public enum Storage {
  /// Rounds to the nearest of `levels` values spread evenly over the bounds: 256 for an 8-bit image.
  ///
  /// Values that are not numbers stay as they are.
  public static func quantizing(_ input: Tensor, levels: Int = 256, bounds: ClosedRange<Float>) -> Tensor {
    precondition(levels >= 2, "Storage: at least 2 levels, are \(levels)")
    let lower = Double(bounds.lowerBound)
    let width = Double(bounds.upperBound) - lower
    guard width > 0 else { return input }
    let steps = Double(levels - 1)
    return input.map { value in
      let level = ((Double(value) - lower) / width * steps).rounded()
      return level.isNaN ? value : Float(lower + min(max(level, 0), steps) / steps * width)
    }
  }
}
