import Evaluation
import Testing

/// Worst cases and curves counted by hand: five samples, of which the last is wrong before anybody attacks.
@Suite struct ExperimentSummarizerTests {
  private static func attack(
    _ label: String, norm: String? = "linf", size: Double? = 0.1, region: String = "all", goal: String = "untargeted",
    surrogate: String? = nil, plausible: String? = nil
  ) -> ExperimentAttack {
    ExperimentAttack(
      label: label, attack: label, norm: norm, size: size, measure: "", region: region, goal: goal, seed: 0,
      surrogate: surrogate, plausible: plausible)
  }

  private static func record(_ sample: Int, _ attack: String, linf: Double?, l2: Double = 1) -> ClassificationRecord {
    let reference = AttackReference(
      name: attack, bounds: ValueRange(0...1), goal: "", seed: 0,
      region: RegionReference(name: "all", allowedCount: 1, elementCount: 1))
    var record = ClassificationRecord(
      sample: SampleReference(id: "\(sample)", index: sample, label: 0), attack: reference,
      status: sample == 4 ? .alreadyMisclassified : linf == nil ? .failed : .succeeded)
    record.clean = ClassPrediction(class: sample == 4 ? 1 : 0, logits: [1, 0])
    record.succeeded = linf != nil
    record.size = PerturbationSize(l0: 3, l1: 2, l2: l2, linf: linf ?? 0, psnr: 0, ssim: 1)
    return record
  }

  private static func summarizer(_ attacks: [ExperimentAttack], _ records: [ClassificationRecord])
    -> ExperimentSummarizer
  {
    var summarizer = ExperimentSummarizer(victim: "victim", attacks: attacks)
    for record in records { summarizer.add(record) }
    return summarizer
  }

  @Test func theWorstCaseIsTheUnionOfWhatEachAttackBroke() {
    let attacks = [
      Self.attack("a"), Self.attack("b"), Self.attack("small", size: nil), Self.attack("elsewhere", region: "padding"),
    ]
    var records = [Self.record(0, "a", linf: 0.1), Self.record(1, "a", linf: 0.1), Self.record(1, "b", linf: 0.1)]
    records += [
      Self.record(2, "small", linf: 0.05), Self.record(3, "small", linf: 0.2), Self.record(4, "a", linf: nil),
    ]
    records += [Self.record(3, "elsewhere", linf: 0.1)]
    let worst = Self.summarizer(attacks, records).worstCases
    #expect(worst.map(\.region) == ["all", "padding"])
    // Sample 3 withstands 0.1: its smallest perturbation is 0.2. Sample 4 was wrong before.
    #expect(worst[0].robustAccuracy == Proportion(1, of: 5))
    #expect(worst[0].parts.map(\.label) == ["a", "b", "small"])
    #expect(worst[0].parts.map(\.broken) == [2, 1, 1] && worst[0].parts.map(\.aloneBroken) == [1, 0, 1])
    #expect(worst[1].robustAccuracy == Proportion(3, of: 5))
  }

  /// Who may only add energy is another attacker: neither counts in the other's worst case or curve.
  @Test func plausiblePerturbationsHaveAWorstCaseOfTheirOwn() {
    let attacks = [Self.attack("any"), Self.attack("added", plausible: "nonnegative")]
    let records = [
      Self.record(0, "any", linf: 0.1), Self.record(1, "any", linf: 0.1), Self.record(1, "added", linf: 0.1),
      Self.record(2, "any", linf: nil), Self.record(3, "any", linf: nil), Self.record(4, "any", linf: nil),
    ]
    let summarizer = Self.summarizer(attacks, records)
    let places = ["all", "all, plausible: nonnegative"]
    #expect(summarizer.worstCases.map(\.region) == places)
    #expect(summarizer.worstCases.map(\.robustAccuracy) == [Proportion(2, of: 5), Proportion(3, of: 5)])
    #expect(summarizer.worstCases.map { $0.parts.map(\.label) } == [["any"], ["added"]])
    #expect(summarizer.curves.map(\.region) == places)
    #expect(summarizer.curves.map { $0.points.last?.robustAccuracy.count } == [2, 3])
  }

  @Test func aCurveFallsAtTheSmallestSuccessOfEachSample() {
    let attacks = [Self.attack("a"), Self.attack("small", size: nil), Self.attack("l2", norm: "l2", size: 3)]
    let records = [
      Self.record(0, "a", linf: 0.1), Self.record(0, "small", linf: 0.04), Self.record(1, "small", linf: 0.3),
      Self.record(2, "a", linf: nil), Self.record(3, "l2", linf: 0.2, l2: 2.5), Self.record(4, "a", linf: nil),
    ]
    let curves = Self.summarizer(attacks, records).curves
    #expect(curves.map(\.norm) == ["linf", "l2"])
    #expect(curves[0].points.map(\.size) == [0, 0.04, 0.1, 0.2, 0.3])
    #expect(curves[0].points.map(\.robustAccuracy.count) == [4, 3, 3, 2, 1])
    #expect(curves[0].points.allSatisfy { $0.robustAccuracy.total == 5 })
  }

  @Test func targetedAttacksAndThoseWithoutANormAreInNoCurve() {
    let attacks = [
      Self.attack("plain"), Self.attack("targeted", goal: "left"), Self.attack("shift", norm: nil, size: nil),
    ]
    let records = [
      Self.record(0, "plain", linf: nil), Self.record(1, "targeted", linf: 0.1), Self.record(2, "shift", linf: 0.9),
    ]
    let summarizer = Self.summarizer(attacks, records)
    #expect(summarizer.curves.map { $0.points.map(\.robustAccuracy.count) } == [[3, 3]])
    #expect(summarizer.worstCases.map(\.goal) == ["untargeted", "left"])
    #expect(summarizer.worstCases.map(\.robustAccuracy.count) == [3, 2])
  }

  /// A record of a sample of any class: what it was taken for before and after, and what was wanted.
  private static func record(
    _ sample: Int, label: Int, clean: Int, after: Int? = nil, by attack: String = "a", wanted: Int? = nil
  ) -> ClassificationRecord {
    var record = Self.record(sample, attack, linf: after == nil ? nil : 0.1)
    record.sample.label = label
    record.attack.goalClass = wanted
    record.clean = ClassPrediction(class: clean, logits: [0, 0, 0])
    record.adversarial = after.map { ClassPrediction(class: $0, logits: [0, 0, 0]) }
    record.status = clean != label || clean == wanted ? .alreadyMisclassified : after == nil ? .failed : .succeeded
    return record
  }

  @Test func eachClassHasItsOwnWorstCase() {
    let attacks = [Self.attack("a"), Self.attack("b"), Self.attack("c")]
    let records = [
      // Class 0: one holds, one is wrong as it is, one falls to 2 by two attacks of three, one to 1 by one.
      Self.record(0, label: 0, clean: 0), Self.record(1, label: 0, clean: 2),
      Self.record(2, label: 0, clean: 0, after: 1), Self.record(2, label: 0, clean: 0, after: 2, by: "b"),
      Self.record(2, label: 0, clean: 0, after: 2, by: "c"), Self.record(3, label: 0, clean: 0, after: 1),
      // Class 2: everything holds.
      Self.record(4, label: 2, clean: 2),
    ]
    var summarizer = ExperimentSummarizer(victim: "victim", attacks: attacks, classNames: ["left", "right"])
    for record in records { summarizer.add(record) }
    let classes = summarizer.worstCases[0].classes
    #expect(classes.map(\.class) == [0, 2] && classes.map(\.name) == ["left", "class 2"])
    #expect(classes[0].cleanAccuracy == Proportion(3, of: 4) && classes[0].robustAccuracy == Proportion(1, of: 4))
    #expect(classes[0].wrongClass == 2 && classes[0].wrongName == "class 2" && classes[0].wrongCount == 2)
    #expect(classes[1].robustAccuracy == Proportion(1, of: 1) && classes[1].wrongClass == nil)
    #expect(classes[1].wrongCount == 0)
  }

  /// A sample of the wanted class, and one taken for it as it is, cannot be driven there: they count apart.
  @Test func aGoalThatIsAlreadyMetCountsApart() {
    let attacks = [Self.attack("a"), Self.attack("t", goal: "left")]
    let records = [
      Self.record(0, label: 0, clean: 0, by: "t", wanted: 0), Self.record(1, label: 1, clean: 0, by: "t", wanted: 0),
      Self.record(2, label: 0, clean: 1, by: "t", wanted: 0), Self.record(3, label: 1, clean: 1, by: "t", wanted: 0),
      Self.record(4, label: 2, clean: 2, after: 0, by: "t", wanted: 0),
    ]
    let worst = Self.summarizer(attacks, records).worstCases
    #expect(worst.map(\.goalAlreadyMet) == [0, 3])
    #expect(worst[0].robustAccuracy == Proportion(3, of: 5) && worst[1].robustAccuracy == Proportion(1, of: 2))
    #expect(worst[1].classes.map(\.class) == [1, 2] && worst[1].classes.map(\.wrongClass) == [nil, 0])
  }

  @Test func whatWasFoundOnAnotherVictimCountsAgainstThisOne() {
    let attacks = [Self.attack("own"), Self.attack("foreign", surrogate: "other")]
    let records = [Self.record(0, "own", linf: nil), Self.record(0, "foreign", linf: 0.1)]
    #expect(Self.summarizer(attacks, records).worstCases.map(\.robustAccuracy.count) == [0])
    // A served victim may have nothing but what was found on others.
    #expect(Self.summarizer([attacks[1]], records).worstCases.map(\.robustAccuracy.count) == [0])
  }

  /// Best known: 0.05 and 0.2, so curves end at 0.4 and the area is 0.35 + 0.2; "a" has 0.3 of it, "b" nothing.
  @Test func optimalityIsAnAreaAgainstTheBestKnown() throws {
    let attacks = [
      Self.attack("a"), Self.attack("b"), Self.attack("small", size: nil), Self.attack("elsewhere", region: "padding"),
      Self.attack("shift", norm: nil, size: nil),
    ]
    let records = [
      Self.record(0, "a", linf: 0.1), Self.record(0, "small", linf: 0.05), Self.record(1, "small", linf: 0.2),
      Self.record(0, "b", linf: nil), Self.record(0, "shift", linf: 0.01),
    ]
    let found = Self.summarizer(attacks, records).optimalities
    #expect(abs(try #require(found["a"]) - 0.3 / 0.55) < 1e-12)
    #expect(found["b"] == 0 && found["small"] == 1 && found["elsewhere"] == nil && found["shift"] == nil)
  }

  @Test func transfersAreCountedForPairsAndSamples() throws {
    let own = Self.attack("pgd")
    func foreign(_ surrogate: String) -> ExperimentAttack {
      var attack = own
      (attack.label, attack.surrogate) = ("pgd from \(surrogate)", surrogate)
      return attack
    }
    let attacks = ["one": [own, foreign("two")], "two": [own, foreign("one")]]
    let description = ExperimentDescription(
      title: "toy", created: "", commandLine: [], seed: 0,
      victims: [
        .init(name: "one", folder: "runs/one", sha256: nil), .init(name: "two", folder: "runs/two", sha256: nil),
      ], attacks: attacks, samples: (0..<5).map { "\($0)" })
    let one = Self.summarizer(
      [own, foreign("two")],
      [
        Self.record(0, "pgd", linf: 0.1), Self.record(1, "pgd", linf: nil), Self.record(0, "pgd from two", linf: 0.1),
        Self.record(1, "pgd from two", linf: 0.1),
      ])
    // Sample 4 is wrong as it is: nothing is attacked, nothing is counted.
    let two = Self.summarizer(
      [own, foreign("one")],
      [
        Self.record(0, "pgd", linf: nil), Self.record(1, "pgd", linf: 0.1), Self.record(2, "pgd", linf: 0.1),
        Self.record(0, "pgd from one", linf: nil), Self.record(1, "pgd from one", linf: 0.1),
        Self.record(4, "pgd from one", linf: nil),
      ])
    let matrices = TransferMatrix.all(description, attacked: ["one": one.attacked, "two": two.attacked])
    let matrix = try #require(matrices.first)
    #expect(matrices.count == 1 && matrix.attack == own && matrix.victims == ["one", "two"])
    #expect(matrix.cells[0] == [Proportion(1, of: 2), Proportion(1, of: 2)])
    #expect(matrix.cells[1] == [Proportion(2, of: 2), Proportion(2, of: 3)])
    #expect(matrix.perSample.map(\.sample) == ["0", "1"])
    #expect(matrix.perSample.map(\.transferred) == [1, 2] && matrix.perSample.map(\.pairs) == [2, 2])
    let plain = TransferMatrix.all(
      ExperimentDescription(
        title: "toy", created: "", commandLine: [], seed: 0, victims: description.victims, attacks: ["one": [own]],
        samples: []), attacked: ["one": one.attacked])
    #expect(plain.isEmpty)
  }
}
