internal import Foundation
public import Tensors

/// Structural similarity of two inputs (Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error
/// visibility to structural similarity", IEEE TIP 13(4), 2004).
///
///     SSIM = (2 μx μy + C₁)(2 σxy + C₂) / ((μx² + μy² + C₁)(σx² + σy² + C₂)),   C₁ = (0.01 L)², C₂ = (0.03 L)²
///
/// with an 11 × 11 Gaussian window of σ = 1.5 at every place where it fits whole, means and (population) covariances
/// weighted by the window, and L the range of values. The mean over places, then over planes: channels of an image,
/// channels and frames of a sequence. This is scikit-image's `structural_similarity` with `gaussian_weights=True,
/// sigma=1.5, use_sample_covariance=False`.
public enum StructuralSimilarity {
  static let windowExtent = 11

  /// The mean similarity, with `range` as L; not a number where there is no plane of at least 11 × 11, or no range.
  public static func mean(_ x: Tensor, _ y: Tensor, range: Double, layout: SampleLayout) -> Double {
    precondition(x.shape == layout.shape && y.shape == layout.shape, "SSIM: \(x.shape), \(y.shape), \(layout.shape)")
    guard let extents = layout.planeExtents, let planes = layout.planes, range > 0,
      min(extents.rows, extents.columns) >= windowExtent, !planes.origins.isEmpty
    else { return .nan }
    var sum = 0.0
    for origin in planes.origins {
      func plane(_ tensor: Tensor) -> Plane {
        Plane(
          tensor, origin: origin, rows: extents.rows, columns: extents.columns, rowStride: planes.rowStride,
          columnStride: planes.columnStride)
      }
      sum += similarity(plane(x), plane(y), range: range)
    }
    return sum / Double(planes.origins.count)
  }

  private static func similarity(_ x: Plane, _ y: Plane, range: Double) -> Double {
    let meanX = x.smoothed(by: window).values, meanY = y.smoothed(by: window).values
    let squareX = x.times(x).smoothed(by: window).values, squareY = y.times(y).smoothed(by: window).values
    let product = x.times(y).smoothed(by: window).values
    let c1 = 0.01 * range * 0.01 * range, c2 = 0.03 * range * 0.03 * range
    var sum = 0.0
    for i in meanX.indices {
      let (mx, my) = (meanX[i], meanY[i])
      let varianceX = squareX[i] - mx * mx, varianceY = squareY[i] - my * my, covariance = product[i] - mx * my
      sum +=
        (2 * mx * my + c1) * (2 * covariance + c2) / ((mx * mx + my * my + c1) * (varianceX + varianceY + c2))
    }
    return sum / Double(meanX.count)
  }

  /// `exp(−d² / 2σ²)`, scaled to a sum of 1.
  private static let window: [Double] = {
    let raw = (-5...5).map { exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }()
}

/// One two-dimensional array of numbers.
private struct Plane {
  var rows: Int
  var columns: Int
  var values: [Double]

  init(rows: Int, columns: Int, values: [Double]) {
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  init(_ tensor: Tensor, origin: Int, rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    self.init(rows: rows, columns: columns, values: [])
    values.reserveCapacity(rows * columns)
    tensor.withUnsafeScalars { scalars in
      for row in 0..<rows {
        for column in 0..<columns { values.append(Double(scalars[origin + row * rowStride + column * columnStride])) }
      }
    }
  }

  func times(_ other: Plane) -> Plane {
    Plane(rows: rows, columns: columns, values: zip(values, other.values).map { $0 * $1 })
  }

  /// Correlated with the window along both axes, at the places where it fits whole.
  func smoothed(by window: [Double]) -> Plane {
    let narrow = columns - window.count + 1, low = rows - window.count + 1
    let across = Self.weighted(values, by: window, rows: rows, columns: narrow, rowStride: columns, tapStride: 1)
    let down = Self.weighted(across, by: window, rows: low, columns: narrow, rowStride: narrow, tapStride: narrow)
    return Plane(rows: low, columns: narrow, values: down)
  }

  /// `Σ_tap window[tap] · source[row · rowStride + column + tap · tapStride]`, row-major.
  ///
  /// Row by row through pointers, neighbouring columns side by side: subscripts of arrays took ten times as long.
  private static func weighted(
    _ source: [Double], by window: [Double], rows: Int, columns: Int, rowStride: Int, tapStride: Int
  ) -> [Double] {
    let end = (rows - 1) * rowStride + (window.count - 1) * tapStride + columns
    precondition(end <= source.count, "SSIM: \(end) values are wanted of \(source.count)")
    return [Double](unsafeUninitializedCapacity: rows * columns) { sums, count in
      sums.initialize(repeating: 0)
      source.withUnsafeBufferPointer { source in
        guard let first = source.baseAddress, let target = sums.baseAddress else { return }
        for row in 0..<rows {
          for tap in window.indices {
            add(
              window[tap], times: first + row * rowStride + tap * tapStride, to: target + row * columns, count: columns)
          }
        }
      }
      count = rows * columns
    }
  }

  private static func add(
    _ weight: Double, times source: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>, count: Int
  ) {
    for index in 0..<count { sums[index] += weight * source[index] }
  }
}
