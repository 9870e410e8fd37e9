public import Tensors

extension Tensor {
  /// Resizes an image [C, H, W] linearly in both directions to [C, height, width].
  ///
  /// Pixel centres lie at half-integers ("half_pixel", `align_corners=False`) and the border repeats. With
  /// `antialiasing` the triangle is widened by the factor of reduction, so that every input pixel counts: this is what
  /// Pillow and `torch.nn.functional.interpolate(antialias=True)` do. Without it only the two nearest pixels count.
  /// Enlarging is the same either way. Results never leave the range of the image: weights rounded to `Float` can add up to
  /// more than 1. For masks use `Mask.resized`, which never mixes classes.
  public func resizedLinearly(height: Int, width: Int, antialiasing: Bool = true) -> Tensor {
    let (channels, inputHeight, inputWidth) = imageShape
    precondition(
      height > 0 && width > 0 && inputHeight > 0 && inputWidth > 0,
      "Tensor: cannot resize \(inputWidth) × \(inputHeight) to \(width) × \(height)")
    let columns = LinearWeights(from: inputWidth, to: width, antialiasing: antialiasing)
    let rows = LinearWeights(from: inputHeight, to: height, antialiasing: antialiasing)
    let narrowed = columns.appliedAlongRows(scalars, rows: channels * inputHeight, width: inputWidth)
    let result = rows.appliedAlongColumns(narrowed, planes: channels, height: inputHeight, width: width)
    let lowest = scalars.min() ?? 0
    let highest = scalars.max() ?? 0
    // In this order NaN stays NaN.
    return Tensor(
      shape: [channels, height, width],
      scalars: result.map { $0 > highest ? highest : $0 < lowest ? lowest : $0 })
  }
}

/// Which inputs each output of a one-dimensional linear resampling is made of, and with which weights.
private struct LinearWeights {
  private struct Window {
    let first: Int
    let weights: [Float]
  }

  private let windows: [Window]

  init(from input: Int, to output: Int, antialiasing: Bool) {
    let ratio = Double(input) / Double(output)
    let reach = antialiasing ? max(ratio, 1) : 1
    windows = (0..<output).map { index in
      let centre = (Double(index) + 0.5) * ratio
      let first = max(Int((centre - reach + 0.5).rounded(.down)), 0)
      let end = min(Int((centre + reach + 0.5).rounded(.down)), input)
      let triangle = (first..<end).map { max(0, 1 - abs(Double($0) + 0.5 - centre) / reach) }
      // Dividing by the sum gives the pixels inside the image the share of those beyond the border.
      let total = triangle.reduce(0, +)
      return Window(first: first, weights: triangle.map { Float($0 / total) })
    }
  }

  /// [rows, width] → [rows, windows].
  func appliedAlongRows(_ scalars: [Float], rows: Int, width: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(rows * windows.count)
    for row in 0..<rows {
      for window in windows {
        var sum: Float = 0
        let start = row * width + window.first
        for offset in window.weights.indices { sum += window.weights[offset] * scalars[start + offset] }
        result.append(sum)
      }
    }
    return result
  }

  /// [planes, height, width] → [planes, windows, width].
  func appliedAlongColumns(_ scalars: [Float], planes: Int, height: Int, width: Int) -> [Float] {
    var result = [Float](repeating: 0, count: planes * windows.count * width)
    for plane in 0..<planes {
      for (row, window) in windows.enumerated() {
        let target = (plane * windows.count + row) * width
        for (offset, weight) in window.weights.enumerated() {
          let source = (plane * height + window.first + offset) * width
          for column in 0..<width { result[target + column] += weight * scalars[source + column] }
        }
      }
    }
    return result
  }
}
