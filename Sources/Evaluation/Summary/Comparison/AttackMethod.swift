internal import Attacks

/// What kind of attack a record is about, as far as a comparison with others needs to know.
struct AttackMethod: Equatable {
  /// What an attack goes by, the weakest first.
  enum Family {
    /// The victim's answers alone: queries, noise, transfer.
    case answers
    /// One look at the gradient.
    case singleStep
    /// Gradients again and again.
    case iterative
  }

  /// The name in the catalogue, and whether the attack searched on another model.
  let name: String
  let family: Family
  /// Whether a budget of a given size is what limits it, and not the attack's own aim at a small change.
  let hasFixedSize: Bool

  /// The method of a record; nil for an attack that the catalogue does not know.
  ///
  /// It is the longest name of the catalogue with which the attack's own name begins or, where that says nothing, its name
  /// in the run: "apgd-ce, padding frames" is APGD-CE, and "PGD-20" is PGD. Gradients of another model are, to the victim,
  /// no gradients.
  init?(_ reference: AttackReference) {
    guard let entry = [reference.method, reference.name].lazy.compactMap({ $0.flatMap(Self.entry) }).first else {
      return nil
    }
    let isTransfer = reference.isTransfer == true
    name = isTransfer ? "\(entry.name) by transfer" : entry.name
    hasFixedSize = entry.measure == .fixedSize
    family =
      entry.needs < .gradients || isTransfer
      ? .answers : hasFixedSize && entry.defaults.steps == nil ? .singleStep : .iterative
  }

  private static func entry(of name: String) -> AttackEntry? {
    let name = name.lowercased()
    return AttackCatalogue.entries.filter { entry in
      guard name.hasPrefix(entry.name) else { return false }
      return name.dropFirst(entry.name.count).first.map { !$0.isLetter } ?? true
    }.max { $0.name.count < $1.name.count }
  }
}
