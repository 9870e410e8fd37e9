public import HDF5
internal import Tensors

/// How a recording's numbers lie in its file: a perturbation that is to survive saving must survive this.
public struct StoredValues: Equatable, Sendable {
  public let type: HDF5Type
  /// Whether every value read was a whole number, as in KKT files, which keep integers as float16.
  public let areIntegers: Bool
  public let minimum: Float
  public let maximum: Float

  public init(type: HDF5Type, areIntegers: Bool, minimum: Float, maximum: Float) {
    self.type = type
    self.areIntegers = areIntegers
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Looks at the values themselves; an empty recording counts as integers between 0 and 0.
  public init(type: HDF5Type, measuring scalars: [Float]) {
    var areIntegers = true
    var (minimum, maximum) = (scalars.first ?? 0, scalars.first ?? 0)
    for value in scalars {
      areIntegers = areIntegers && value == value.rounded()
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
    self.init(type: type, areIntegers: areIntegers, minimum: minimum, maximum: maximum)
  }

  /// The storable number nearest to `value`: a whole one where all are, within the type's range and precision.
  public func rounded(_ value: Float) -> Float {
    let whole = areIntegers ? value.rounded(.toNearestOrEven) : value
    switch type {
    case .integer(let bits, let signed): return clamped(whole.rounded(.toNearestOrEven), bits: bits, signed: signed)
    case .bool: return whole < 0.5 ? 0 : 1
    case .float(bits: 16): return HalfPrecision.rounded(whole)
    default: return whole
    }
  }

  private func clamped(_ value: Float, bits: Int, signed: Bool) -> Float {
    guard (1...64).contains(bits) else { return value }
    let span = Float(sign: .plus, exponent: signed ? bits - 1 : bits, significand: 1)
    return min(max(value, signed ? -span : 0), span - 1)
  }

  public var description: String {
    "\(type)\(areIntegers ? ", whole numbers" : ""), \(minimum)...\(maximum)"
  }
}
