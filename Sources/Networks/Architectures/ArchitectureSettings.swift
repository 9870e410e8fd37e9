/// Reads the settings of an architecture: what is left out keeps its usual value, what is unknown is refused.
struct ArchitectureSettings<Key: CodingKey & CaseIterable & RawRepresentable> where Key.RawValue == String {
  private let container: KeyedDecodingContainer<Key>

  init(_ decoder: any Decoder, keys: Key.Type, of identifier: String) throws {
    container = try decoder.container(keyedBy: Key.self)
    let known = Set(Key.allCases.map(\.rawValue) + [AnyArchitecture.identifierKey])
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw NetworkError(
        "\(identifier) has no setting '\(key.stringValue)'",
        hint: "its settings are \(known.sorted().joined(separator: ", "))")
    }
  }

  /// Replaces a value where the settings name one.
  func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
    if let given = try container.decodeIfPresent(Value.self, forKey: key) { value = given }
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
