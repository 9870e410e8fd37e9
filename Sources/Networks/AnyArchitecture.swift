/// Any architecture with its settings, coded with its identifier.
///
///     { "architecture": "radar-conv3d", "inputShape": [2, 40, 32, 32], "classes": 7, "dropout": 0.3 }
///
/// Settings that are left out have their usual values; a setting that the architecture does not have is an error.
public struct AnyArchitecture: Codable, Sendable, Equatable {
  public let base: any Architecture

  public init(_ base: any Architecture) { self.base = base }

  static var identifierKey: String { CodingKeys.architecture.rawValue }
  private enum CodingKeys: String, CodingKey { case architecture }

  /// - Throws: `NetworkError` for an unknown identifier.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let identifier = try container.decode(String.self, forKey: .architecture)
    base = try Architectures.type(named: identifier).init(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type(of: base).identifier, forKey: .architecture)
    try base.encode(to: encoder)
  }

  public static func == (left: AnyArchitecture, right: AnyArchitecture) -> Bool { left.base.isEqual(to: right.base) }
}

extension Architecture {
  fileprivate func isEqual(to other: any Architecture) -> Bool { self == other as? Self }
}
