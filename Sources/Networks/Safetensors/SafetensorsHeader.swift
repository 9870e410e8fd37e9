/// What the header of a file says of one tensor.
struct SafetensorsEntry: Codable, Equatable {
  var dtype: String
  var shape: [Int]
  /// First byte, and the byte after the last, counted from the end of the header.
  var offsets: [Int]

  enum CodingKeys: String, CodingKey {
    case dtype, shape
    case offsets = "data_offsets"
  }
}

/// The header of a file: an object whose keys are names of tensors, and `__metadata__`.
struct SafetensorsHeader: Codable, Equatable {
  static let metadataKey = "__metadata__"

  var entries: [String: SafetensorsEntry]
  var metadata: [String: String]

  init(entries: [String: SafetensorsEntry], metadata: [String: String]) {
    self.entries = entries
    self.metadata = metadata
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    (entries, metadata) = ([:], [:])
    for key in container.allKeys {
      if key.stringValue == Self.metadataKey {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        entries[key.stringValue] = try container.decode(SafetensorsEntry.self, forKey: key)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    if !metadata.isEmpty { try container.encode(metadata, forKey: Name(stringValue: Self.metadataKey)) }
    for (name, entry) in entries { try container.encode(entry, forKey: Name(stringValue: name)) }
  }
}

extension SafetensorsEntry {
  /// The order of the bytes in the file; empty tensors are in the order that their names give.
  func precedes(_ other: SafetensorsEntry, orElse byName: Bool) -> Bool {
    offsets == other.offsets ? byName : offsets.lexicographicallyPrecedes(other.offsets)
  }
}
