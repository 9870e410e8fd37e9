/// What a file says of an input or output of its model.
public struct TensorDescription: Sendable, Equatable, CustomStringConvertible {
  public struct Axis: Sendable, Equatable, CustomStringConvertible {
    /// nil when the axis is dynamic.
    public let extent: Int?
    /// The symbolic name of a dynamic axis ("batch"), or empty.
    public let name: String

    public var description: String { extent.map(String.init) ?? (name.isEmpty ? "?" : name) }
  }

  public let name: String
  /// nil when the file gives no shape at all, not even a rank.
  public let axes: [Axis]?
  /// nil when the value is no tensor, or of a type unknown to this version of Chaff.
  public let elementType: ElementType?

  /// The extents, nil for dynamic ones; nil when even the rank is unknown.
  public var shape: [Int?]? { axes?.map(\.extent) }

  public var description: String {
    let shape = axes.map { "[" + $0.map(\.description).joined(separator: ", ") + "]" } ?? "of unknown rank"
    return "\(name) \(shape) \(elementType?.name ?? "of unknown type")"
  }
}
