/// Every attack on a classifier, by name.
public enum AttackCatalogue {
  public static let entries: [AttackEntry] =
    fixedSize + smallestPerturbation + byQueries + byTransfer + inTime + inThePlane + baselines

  /// The entry of that name.
  ///
  /// - Throws: `UnknownAttack`, with names that are nearly the same.
  public static func entry(named name: String) throws(UnknownAttack) -> AttackEntry {
    guard let entry = entries.first(where: { $0.name == name.lowercased() }) else {
      throw UnknownAttack(name: name, known: entries.map(\.name))
    }
    return entry
  }
}

/// A name that no attack has.
public struct UnknownAttack: Error, Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  /// Known names that contain the one asked for, or that it contains.
  public var alike: [String] {
    let wanted = name.lowercased()
    return known.filter { !wanted.isEmpty && ($0.contains(wanted) || wanted.contains($0)) }
  }

  public var description: String {
    "there is no attack '\(name)'; "
      + (alike.isEmpty
        ? "the attacks are \(known.joined(separator: ", "))" : "is it \(alike.joined(separator: " or "))?")
  }
}
