/// How one attack of a fixed size carries over between victims: what was found on each, judged on each.
public struct TransferMatrix: Sendable, Codable, Equatable {
  /// What became of one sample in the pairs of two different victims.
  public struct SampleCount: Sendable, Codable, Equatable {
    public var sample: String
    /// Pairs in which what was found on the one misleads the other.
    public var transferred: Int
    /// Pairs in which the judging victim was attacked: where it is wrong as it is, or the goal is met, there is nothing to do.
    public var pairs: Int

    public init(sample: String, transferred: Int, pairs: Int) {
      self.sample = sample
      self.transferred = transferred
      self.pairs = pairs
    }
  }

  /// The attack as it is on the victim itself; its label names it.
  public var attack: ExperimentAttack
  /// Of rows (searched on) and columns (judged on) alike.
  public var victims: [String]
  /// Success of the attacked, `[surrogate][victim]`; the diagonal is the attack on the victim itself, and nil is a pair that was
  /// not asked for.
  public var cells: [[Proportion?]]
  /// In the order of the experiment's samples, those with a pair.
  public var perSample: [SampleCount]

  public init(attack: ExperimentAttack, victims: [String], cells: [[Proportion?]], perSample: [SampleCount]) {
    self.attack = attack
    self.victims = victims
    self.cells = cells
    self.perSample = perSample
  }
}

/// What one victim's records say: for each attack's label, the samples that were attacked and whether that succeeded.
package typealias AttackedSamples = [String: [String: Bool]]

extension TransferMatrix {
  /// One for each attack that was searched on another victim; each victim's name has its `AttackedSamples`.
  package static func all(_ description: ExperimentDescription, attacked: [String: AttackedSamples]) -> [TransferMatrix]
  {
    var kinds: [ExperimentAttack] = []
    for victim in description.victims {
      for attack in description.attacks[victim.name] ?? [] where attack.surrogate != nil {
        let kind = attack.withoutSurrogate
        if !kinds.contains(kind) { kinds.append(kind) }
      }
    }
    return kinds.map { matrix($0, description, attacked) }
  }

  private static func matrix(
    _ kind: ExperimentAttack, _ description: ExperimentDescription, _ attacked: [String: AttackedSamples]
  ) -> TransferMatrix {
    let victims = description.victims.map(\.name)
    var counts: [String: (transferred: Int, pairs: Int)] = [:]
    let cells = victims.map { surrogate in
      victims.map { victim -> Proportion? in
        let label = description.attacks[victim]?.first {
          $0.withoutSurrogate == kind && $0.surrogate ?? victim == surrogate
        }?.label
        guard let label, let own = attacked[victim]?[label] else { return nil }
        if surrogate != victim {
          for (sample, succeeded) in own {
            let known = counts[sample] ?? (0, 0)
            counts[sample] = (known.transferred + (succeeded ? 1 : 0), known.pairs + 1)
          }
        }
        return Proportion(own.count { $0.value }, of: own.count)
      }
    }
    let perSample = description.samples.compactMap { sample in
      counts[sample].map { SampleCount(sample: sample, transferred: $0.transferred, pairs: $0.pairs) }
    }
    return TransferMatrix(attack: kind, victims: victims, cells: cells, perSample: perSample)
  }
}

extension ExperimentAttack {
  /// The same attack, searched on the victim that it is judged on.
  fileprivate var withoutSurrogate: ExperimentAttack {
    var plain = self
    plain.surrogate = nil
    if let surrogate, label.hasSuffix(" from \(surrogate)") {
      plain.label = String(label.dropLast(" from \(surrogate)".count))
    }
    return plain
  }
}
