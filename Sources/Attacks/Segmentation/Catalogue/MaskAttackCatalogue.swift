/// Every attack on the masks of a segmentation network, by name.
public enum MaskAttackCatalogue {
  public static let entries: [MaskAttackEntry] = adaptive + fixedSize + smallest

  /// The entry of that name.
  ///
  /// - Throws: `UnknownAttack`, with names that are nearly the same.
  public static func entry(named name: String) throws(UnknownAttack) -> MaskAttackEntry {
    guard let entry = entries.first(where: { $0.name == name.lowercased() }) else {
      throw UnknownAttack(name: name, known: entries.map(\.name))
    }
    return entry
  }
}
