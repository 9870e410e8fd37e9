internal import Attacks

/// What kind of attack a record is about, as far as a comparison with others needs to know.
struct AttackMethod: Equatable {
  /// What an attack goes by, the weakest first.
  enum Family {
    /// Answers alone, noise included.
    case answers
    /// One look at the gradient.
    case singleStep
    /// Gradients again and again.
    case iterative
  }

  /// The name in the catalogue.
  let name: String
  let family: Family
  /// Whether a budget of a given size is what limits it, and not the attack's own aim at a small change.
  let hasFixedSize: Bool

  /// The method of a record; nil for an attack that the catalogue does not know.
  ///
  /// Without a method of its own, it is the longest name of the catalogue with which the attack's name in the run begins:
  /// "apgd-ce, padding frames" is APGD-CE, and "PGD-20" is PGD.
  init?(_ reference: AttackReference) {
    let name = (reference.method ?? reference.name).lowercased()
    let candidates = AttackCatalogue.entries.filter { entry in
      guard name.hasPrefix(entry.name) else { return false }
      return name.dropFirst(entry.name.count).first.map { !$0.isLetter } ?? true
    }
    guard let entry = candidates.max(by: { $0.name.count < $1.name.count }) else { return nil }
    self.name = entry.name
    hasFixedSize = entry.measure == .fixedSize
    family =
      entry.needs < .gradients ? .answers : hasFixedSize && entry.defaults.steps == nil ? .singleStep : .iterative
  }
}
