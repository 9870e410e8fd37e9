public import Tensors

/// How large a perturbation is, summed in `Double` on the values as stored.
public struct PerturbationNorms: Sendable, Hashable, Codable {
  /// How many elements changed.
  public let l0: Int
  /// The sum of magnitudes `Σ|d|`.
  public let l1: Double
  /// The Euclidean length `√Σd²`.
  public let l2: Double
  /// The largest magnitude `max|d|`.
  public let linf: Double

  public init(clean: Tensor, adversarial: Tensor) {
    precondition(clean.shape == adversarial.shape, "PerturbationNorms: \(clean.shape) against \(adversarial.shape)")
    self.init(clean: clean.scalars, adversarial: adversarial.scalars)
  }

  init(clean: [Float], adversarial: [Float]) {
    precondition(clean.count == adversarial.count, "PerturbationNorms: \(clean.count) against \(adversarial.count)")
    var sums = NormSums()
    let whole = clean.count / 8 * 8
    clean.withUnsafeBytes { before in
      adversarial.withUnsafeBytes { after in
        for offset in stride(from: 0, to: 4 * whole, by: 32) {
          sums.add(
            before.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self),
            after.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
        }
      }
    }
    for index in whole..<clean.count {
      sums.add(
        SIMD8(lowHalf: SIMD4(clean[index], 0, 0, 0), highHalf: .zero),
        SIMD8(lowHalf: SIMD4(adversarial[index], 0, 0, 0), highHalf: .zero))
    }
    l0 = Int(sums.changed.wrappedSum())
    l1 = sums.magnitudes.sum()
    l2 = sums.squares.sum().squareRoot()
    linf = l1.isNaN ? .nan : sums.largest.max()
  }

  public func callAsFunction(_ norm: Norm) -> Double {
    switch norm {
    case .linf: linf
    case .l2: l2
    case .l1: l1
    case .l0: Double(l0)
    }
  }
}

/// Sums over elements, eight side by side.
private struct NormSums {
  var changed = SIMD8<Int64>.zero
  var magnitudes = SIMD8<Double>.zero
  var squares = SIMD8<Double>.zero
  var largest = SIMD8<Double>.zero

  mutating func add(_ before: SIMD8<Float>, _ after: SIMD8<Float>) {
    let (old, new) = (SIMD8<Double>(before), SIMD8<Double>(after))
    let isChanged = old .!= new
    let difference = SIMD8<Double>.zero.replacing(with: new - old, where: isChanged)
    let size = difference.replacing(with: -difference, where: difference .< 0)
    changed.replace(with: changed &+ 1, where: isChanged)
    magnitudes += size
    squares += size * size
    largest.replace(with: size, where: .!(size .<= largest))
  }
}
