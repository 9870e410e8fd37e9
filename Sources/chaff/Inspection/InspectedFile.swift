import Foundation

/// A file with what was found in it, or with the reason why nothing could be.
struct InspectedFile: Encodable {
  let path: String
  let finding: (any Finding)?
  /// One line; nil when all is well.
  let error: String?

  init(_ path: String, options: InspectionOptions) {
    self.path = path
    do {
      let finding = try FileInspector(options: options).finding(at: path)
      self.finding = finding
      error = finding.problem
    } catch {
      finding = nil
      // Libraries break their messages into lines.
      self.error = "\(error)".split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        .joined(separator: " ")
    }
  }

  /// Nil when there is nothing but an error.
  var text: String? {
    guard let finding else { return nil }
    return "\(path): \(finding.title)\n\(finding.facts.text)"
  }

  private enum Key: String, CodingKey { case file, kind, error }

  /// The finding's own fields stand beside these.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(path, forKey: .file)
    try container.encodeIfPresent(error, forKey: .error)
    guard let finding else { return }
    try container.encode(type(of: finding).kind, forKey: .kind)
    try finding.encode(to: encoder)
  }
}
