internal import Foundation

/// Reading the documents of a folder, with errors that say which file, what about it, and what to do.
extension RecordCoding {
  /// The document at `path`; `reason` says what is wrong with one of another form ("it is no experiment"), and the field
  /// that tells it follows in brackets.
  ///
  /// - Throws: `RunFolderError` with the advice for a file that is missing or broken.
  package static func read<Value: Decodable>(
    _ type: Value.Type, from path: String, isNot reason: String, ifMissing: String, ifBroken: String
  ) throws -> Value {
    try decode(type, from: contents(of: path, ifMissing: ifMissing), at: path, isNot: reason, ifBroken: ifBroken)
  }

  static func contents(of path: String, ifMissing advice: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunFolderError(cannot: "read", path, because: "there is no such readable file", advice: advice)
    }
    return data
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, at path: String, isNot reason: String, ifBroken advice: String
  ) throws -> Value {
    do { return try decode(type, from: data) } catch {
      throw RunFolderError(
        cannot: "read", path, because: "\(reason) (\(DecodingReason.of(error)))", advice: advice)
    }
  }
}
