/// Why a region cannot be built: what was asked for, and what is in the way.
public struct RegionError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Sendable, Hashable {
    /// The text is not a region.
    case syntax
    /// The input has no such axis, or no frame kinds are known for it.
    case unknownAxis
    /// The text asks for values of the clean input, which are not known.
    case unknownValues
    /// An index lies outside the axis.
    case outOfRange
    /// The mask file could not be used.
    case mask
    /// No element is left: a sample without padding frames has no padding region.
    case empty
  }

  public let reason: Reason
  public let specification: String
  public let explanation: String

  public init(_ reason: Reason, in specification: String, _ explanation: String) {
    self.reason = reason
    self.specification = specification
    self.explanation = explanation
  }

  public var description: String { "region \"\(specification)\": \(explanation)" }
}
