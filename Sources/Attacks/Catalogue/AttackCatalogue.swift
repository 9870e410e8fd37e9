/// Every attack on a classifier, and every corruption of its inputs, by name.
public enum AttackCatalogue {
  public static let entries: [AttackEntry] =
    fixedSize + smallestPerturbation + byQueries + byTransfer + inTime + inThePlane + baselines
    + corruptions

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

  /// Known names that begin like the one asked for or, failing that, contain it.
  public var alike: [String] {
    let wanted = name.lowercased()
    guard !wanted.isEmpty else { return [] }
    let beginnings = known.filter { $0.hasPrefix(wanted) || wanted.hasPrefix($0) }
    return beginnings.isEmpty ? known.filter { $0.contains(wanted) } : beginnings
  }

  public var description: String {
    "there is no attack '\(name)'; "
      + (alike.isEmpty
        ? "the attacks are \(known.joined(separator: ", "))" : "is it \(alike.joined(separator: " or "))?")
  }
}
