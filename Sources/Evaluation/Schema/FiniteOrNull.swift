/// Writes a number that is not finite as JSON `null`, and reads `null` back as NaN.
///
/// JSON has no infinity and no NaN. The peak signal-to-noise ratio of an unchanged input is infinite, a broken model's
/// logits are NaN; both are facts worth recording, and neither may make a record unreadable. Infinity and NaN both come
/// back as NaN, and two of these are equal when both are not finite, so that a record equals itself after a round trip.
@propertyWrapper
public struct FiniteOrNull<Value: NullableNumbers>: Codable, Sendable, Equatable {
  public var wrappedValue: Value

  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    wrappedValue = Value(nullable: try decoder.singleValueContainer().decode(Value.Nullable.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue.nullable)
  }

  public static func == (left: Self, right: Self) -> Bool { left.wrappedValue.nullable == right.wrappedValue.nullable }
}

/// Numbers that have a JSON form in which "not finite" is null.
public protocol NullableNumbers: Sendable {
  associatedtype Nullable: Codable, Equatable
  init(nullable: Nullable)
  var nullable: Nullable { get }
}

extension Double: NullableNumbers {
  public init(nullable: Double?) { self = nullable ?? .nan }
  public var nullable: Double? { isFinite ? self : nil }
}

extension Array: NullableNumbers where Element == Double {
  public init(nullable: [Double?]) { self = nullable.map(Double.init(nullable:)) }
  public var nullable: [Double?] { map(\.nullable) }
}
