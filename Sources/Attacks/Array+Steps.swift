/// Sums and steps over whole inputs, written over buffers: they run at every step of every sample.
extension [Float] {
  /// The Euclidean length `√Σx²`, summed in `Double` in four interleaved parts.
  var euclideanNorm: Double {
    withUnsafeBufferPointer { values in
      var sums = SIMD4<Double>.zero
      var index = 0
      while index + 4 <= values.count {
        let part = SIMD4(
          Double(values[index]), Double(values[index + 1]), Double(values[index + 2]), Double(values[index + 3]))
        sums += part * part
        index += 4
      }
      while index < values.count {
        sums[0] += Double(values[index]) * Double(values[index])
        index += 1
      }
      return (sums[0] + sums[1] + sums[2] + sums[3]).squareRoot()
    }
  }

  /// The largest magnitude; 0 for an empty array.
  var largestMagnitude: Float {
    withUnsafeBufferPointer { values in
      var largest: Float = 0
      for value in values { largest = Swift.max(largest, abs(value)) }
      return largest
    }
  }

  /// `x += factor · direction`, each product in `Double`; where the direction is 0 the bits stay.
  mutating func add(_ direction: [Float], times factor: Double) {
    precondition(count == direction.count, "add: \(direction.count) elements to \(count)")
    withUnsafeMutableBufferPointer { values in
      direction.withUnsafeBufferPointer { direction in
        for index in values.indices {
          values[index] =
            direction[index] == 0 ? values[index] : values[index] + Float(factor * Double(direction[index]))
        }
      }
    }
  }

  /// `x += change · sign(direction)`.
  mutating func add(signsOf direction: [Float], times change: Float) {
    precondition(count == direction.count, "add: \(direction.count) elements to \(count)")
    withUnsafeMutableBufferPointer { values in
      direction.withUnsafeBufferPointer { direction in
        for index in values.indices {
          let moved = values[index] + (direction[index] > 0 ? change : -change)
          values[index] = direction[index] == 0 ? values[index] : moved
        }
      }
    }
  }

  /// `x = share · x + (1 − share) · scale · direction`.
  mutating func average(with direction: [Float], scale: Double, keeping share: Float) {
    precondition(count == direction.count, "average: \(direction.count) elements with \(count)")
    let weight = Float(Double(1 - share) * scale)
    withUnsafeMutableBufferPointer { values in
      direction.withUnsafeBufferPointer { direction in
        for index in values.indices { values[index] = share * values[index] + weight * direction[index] }
      }
    }
  }

  /// The elements that are allowed and finite, 0 elsewhere; and whether all allowed ones were finite.
  func masked(by allowed: [Bool]) -> (values: [Float], isFinite: Bool) {
    precondition(count == allowed.count, "masked: \(count) elements by a region of \(allowed.count)")
    var isFinite = true
    let values = withUnsafeBufferPointer { values in
      allowed.withUnsafeBufferPointer { allowed in
        [Float](unsafeUninitializedCapacity: values.count) { result, count in
          count = values.count
          for index in values.indices {
            let value = allowed[index] ? values[index] : 0
            isFinite = isFinite && value.isFinite
            result[index] = value.isFinite ? value : 0
          }
        }
      }
    }
    return (values, isFinite)
  }
}
