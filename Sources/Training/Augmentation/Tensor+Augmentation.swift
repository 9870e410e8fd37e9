internal import Foundation
internal import Tensors

extension Tensor {
  /// Position `i` along an axis is what was at `sources[i]`; nil makes zeros.
  func gathering(_ sources: [Int?], along axis: Int) -> Tensor {
    var shape = shape
    let extent = shape[axis]
    shape[axis] = sources.count
    let inner = Array(shape[(axis + 1)...]).product
    let outer = Array(shape[..<axis]).product
    var result = Tensor(shape: shape)
    result.withUnsafeMutableScalars { target in
      withUnsafeScalars { scalars in
        for block in 0..<outer {
          for (place, source) in sources.enumerated() {
            guard let source else { continue }
            let (to, from) = ((block * sources.count + place) * inner, (block * extent + source) * inner)
            for index in 0..<inner { target[to + index] = scalars[from + index] }
          }
        }
      }
    }
    return result
  }

  mutating func changeEach(_ change: (Float) -> Float) {
    withUnsafeMutableScalars { scalars in
      for index in scalars.indices { scalars[index] = change(scalars[index]) }
    }
  }

  mutating func scale(by factor: Float) {
    withUnsafeMutableScalars { scalars in
      for index in scalars.indices { scalars[index] *= factor }
    }
  }

  mutating func clip(to bounds: ClosedRange<Float>) {
    let (lower, upper) = (bounds.lowerBound, bounds.upperBound)
    withUnsafeMutableScalars { scalars in
      for index in scalars.indices { scalars[index] = Swift.min(Swift.max(scalars[index], lower), upper) }
    }
  }

  /// Multiplies distances from the mean.
  mutating func spread(by factor: Float) {
    guard count > 0 else { return }
    let mean = Float(scalars.reduce(0.0) { $0 + Double($1) } / Double(count))
    changeEach { mean + factor * ($0 - mean) }
  }

  /// Raises values, as shares of the bounds, to a power; what lies outside of them is taken for the nearest bound.
  mutating func raise(to exponent: Float, within bounds: ClosedRange<Float>) {
    let (lower, span) = (bounds.lowerBound, bounds.upperBound - bounds.lowerBound)
    guard span > 0, span.isFinite else { return }
    changeEach { lower + span * pow(Swift.min(Swift.max(($0 - lower) / span, 0), 1), exponent) }
  }
}
