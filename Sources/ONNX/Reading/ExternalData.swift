import Foundation

/// Weights that lie in a file beside the model, as large models have them.
struct ExternalData {
  /// The folder of the model; everything must lie inside it.
  let folder: String

  /// The bytes of one tensor; `expected` is their number by its shape and type.
  func bytes(_ entries: [ProtoStringPair], expected: Int, place: String) throws -> Data {
    let fields = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    guard let location = fields["location"], !location.isEmpty else {
      throw ONNXError(.malformed, at: place, "has external data without a location")
    }
    let offset = try number(fields["offset"], default: 0, "offset", place)
    let length = try number(fields["length"], default: expected, "length", place)
    guard length == expected else {
      throw ONNXError(.malformed, at: place, "needs \(expected) bytes of external data, the model says \(length)")
    }
    let path = try resolved(location, place)
    let size = try sizeOfFile(path, location, place)
    guard offset <= size, length <= size - offset else {
      throw ONNXError(
        .malformed, at: place, "reads bytes \(offset) to \(offset) + \(length) of '\(location)', which has \(size)",
        hint: "the weight file is truncated or belongs to another model")
    }
    do {
      return try ModelFile.part(of: path, offset: offset, length: length)
    } catch let error as ONNXError {
      throw ONNXError(error.kind, at: place, "external data '\(location)' \(error.problem)", hint: error.hint)
    }
  }

  private func number(_ text: String?, default fallback: Int, _ field: String, _ place: String) throws -> Int {
    guard let text else { return fallback }
    guard let value = Int(text), value >= 0 else {
      throw ONNXError(.malformed, at: place, "has the external data \(field) '\(text)'")
    }
    return value
  }

  /// The path of `location`, which must be relative and, links followed, inside the folder.
  private func resolved(_ location: String, _ place: String) throws -> String {
    let hint = "external data must lie in the model's own folder"
    guard !location.hasPrefix("/"), !location.contains("\0"), !location.split(separator: "/").contains("..") else {
      throw ONNXError(
        .malformed, at: place, "external data '\(location)' points outside the model's folder", hint: hint)
    }
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    let path = URL(fileURLWithPath: folder).appendingPathComponent(location).resolvingSymlinksInPath().path
    guard path.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
      throw ONNXError(
        .malformed, at: place, "external data '\(location)' points outside the model's folder", hint: hint)
    }
    return path
  }

  private func sizeOfFile(_ path: String, _ location: String, _ place: String) throws -> Int {
    do {
      return try ModelFile.plainFileSize(path)
    } catch let error as ONNXError {
      throw ONNXError(
        .unreadable, at: place, "its external data file '\(location)': \(error.problem)",
        hint: "keep the weight file beside the model")
    }
  }
}
