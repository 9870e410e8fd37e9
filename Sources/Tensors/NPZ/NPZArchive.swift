/// An NPZ file: named arrays in one ZIP archive, stored or deflated.
///
/// Only the directory is read at first; each array is read, and its checksum verified, when it is asked for.
public struct NPZArchive: Sendable {
  /// The names of the arrays, without ".npy", in the order of the archive.
  public let names: [String]
  /// Members that are no arrays; they are listed and otherwise left alone.
  public let otherMembers: [String]
  private let source: ByteSource
  private let members: [String: ZipMember]

  /// - Throws: `FileError` or `NPYError`.
  public init(contentsOf path: String) throws { try self.init(ByteSource(contentsOf: path)) }

  public init(bytes: [UInt8], source: String) throws { try self.init(ByteSource(bytes, name: source)) }

  private init(_ source: ByteSource) throws {
    self.source = source
    var names: [String] = [], others: [String] = [], members: [String: ZipMember] = [:]
    for member in try ZipDirectory(of: source).members() {
      guard member.name.hasSuffix(".npy") else {
        others.append(member.name)
        continue
      }
      let name = String(member.name.dropLast(4))
      guard members.updateValue(member, forKey: name) == nil else {
        throw NPYError(
          "two arrays are called '\(name)'", in: source.name, hint: "write the archive again with distinct names")
      }
      names.append(name)
    }
    (self.names, otherMembers, self.members) = (names, others, members)
  }

  /// The array called `name`, with or without ".npy".
  public func file(named name: String) throws -> NPYFile {
    guard let member = members[name] ?? members[name.hasSuffix(".npy") ? String(name.dropLast(4)) : name] else {
      let present = names.isEmpty ? "it holds no arrays" : "it holds \(names.prefix(20).joined(separator: ", "))"
      throw NPYError("there is no array '\(name)'", in: source.name, hint: present)
    }
    let bytes = try ZipExtraction(source: source, member: member).bytes()
    return try NPYFile(bytes: bytes, source: "\(source.name):\(member.name)")
  }

  public func tensor(named name: String) throws -> Tensor { try file(named: name).tensor() }
}
