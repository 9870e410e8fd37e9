package import Attacks
internal import Tensors

/// Whether the program's own attacks work, tried on a victim whose weakest point is known: at 1.01 times the smallest
/// size they must succeed, at 0.99 times they must not claim to.
package struct WeakVictimTrial {
  /// The attacks to try with a budget.
  package var attacks: (Budget) -> [any ClassificationAttack]

  package init(
    attacks: @escaping (Budget) -> [any ClassificationAttack] = {
      [GradientAttack.fgsm(budget: $0), GradientAttack.pgd(budget: $0), AutoPGD.crossEntropy(budget: $0, steps: 40)]
    }
  ) {
    self.attacks = attacks
  }

  package func check() throws -> SanityCheck {
    let victim = WeakVictim()
    var (missed, invented, names) = ([String](), [String](), [String]())
    for norm in [Norm.linf, .l2] {
      for factor in [0.99, 1.01] {
        let budget = Budget(norm: norm, size: Float(factor * victim.optimum(norm)), bounds: 0...1)
        for attack in attacks(budget) {
          let name = "\(attack.name) \(norm.rawValue)"
          let isBroken = try breaks(victim, with: attack)
          if factor > 1 { names.append(name) }
          if factor > 1, !isBroken { missed.append(name) }
          if factor < 1, isBroken { invented.append(name) }
        }
      }
    }
    return SanityCheck(
      name: "known-weak victim", verdict: missed.isEmpty && invented.isEmpty ? .pass : .fail,
      words: "On a bundled linear classifier whose weakest point is known, \(names.count - missed.count) of "
        + "\(names.count) attacks succeed at 1.01 times the smallest size that can"
        + (missed.isEmpty ? "" : " (not: \(missed.joined(separator: ", ")))")
        + ", and \(invented.count) claim to at 0.99 times. "
        + (missed.isEmpty && invented.isEmpty
          ? "The attacks themselves work." : "This build's attacks are broken: report it, and believe no result."))
  }

  private func breaks(_ victim: WeakVictim, with attack: any ClassificationAttack) throws -> Bool {
    let problem = AttackProblem(
      id: "known-weak victim", clean: victim.clean, region: .all(victim.inputShape), goal: .untargeted(label: 0))
    return try attack.run([problem], against: victim).first?.succeeded ?? false
  }
}
