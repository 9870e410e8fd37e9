/// A named value attached to a group or dataset.
public struct HDF5Attribute: Equatable, Sendable {
  public enum Value: Equatable, Sendable {
    /// Row-major; every number type, truth values as 0 and 1.
    case numbers([Double])
    case texts([String])
    /// A type this reader does not decode, or damage.
    case undecoded
  }

  public let name: String
  public let type: HDF5Type
  public let shape: [Int]
  public let value: Value

  /// The text of a scalar string attribute.
  public var text: String? {
    if case .texts(let texts) = value, texts.count == 1 { texts[0] } else { nil }
  }

  /// The number of a scalar numeric attribute.
  public var number: Double? {
    if case .numbers(let numbers) = value, numbers.count == 1 { numbers[0] } else { nil }
  }
}
