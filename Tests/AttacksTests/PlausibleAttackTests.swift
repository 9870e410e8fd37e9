import Attacks
import Tensors
import Testing

@Suite struct PlausibleAttackTests {
  private static let axes: [Axis] = [.channel, .time, .range, .doppler]
  private static let shape = [2, 2, 6, 8]

  private static func map(_ spread: PointSpread) throws -> ScattererMap {
    try ScattererMap(shape: shape, axes: axes, spread: spread)
  }

  private static let uneven = PointSpread(range: [1, 2, 3], doppler: [0, 4, 2, 1, 1])

  private static func gaussians(_ count: Int, seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed)
    return (0..<count).map { _ in stream.nextGaussian() }
  }

  private static func dot(_ left: [Float], _ right: [Float]) -> Double {
    zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  // MARK: The map

  @Test func theAdjointIsTheTransposeOfTheMap() throws {
    for spread in [Self.uneven, PointSpread(window: .hann, zeroPadding: 2)] {
      let map = try Self.map(spread)
      let amplitudes = Self.gaussians(2 * 6 * 8, seed: 1)
      let gradient = Self.gaussians(Self.shape.product, seed: 2)
      let forward = Self.dot(map.perturbation(amplitudes), gradient)
      let backward = Self.dot(amplitudes, map.adjoint(gradient))
      #expect(abs(forward - backward) < 1e-5 * max(1, abs(forward)))
    }
  }

  @Test func aScattererSpreadsOverRangeAndComesRoundInDoppler() throws {
    let map = try Self.map(Self.uneven)
    var amplitudes = [Float](repeating: 0, count: 96)
    // Frame 1, the last range bin, Doppler bin 0.
    amplitudes[48 + 5 * 8] = 48
    let change = Tensor(shape: Self.shape, scalars: map.perturbation(amplitudes))
    #expect(change.scalars[..<48].allSatisfy { $0 == 0 } && change.scalars[96...].allSatisfy { $0 == 0 })
    let frame = Array(change.scalars[48..<96])
    // Range weights 1/6, 2/6 (3/6 falls outside); Doppler 0, 4, 2, 1, 1 of 8 at bins 6, 7, 0, 1, 2.
    #expect(Array(frame[40...]) == [4, 2, 2, 0, 0, 0, 0, 8])
    #expect(Array(frame[32..<40]) == [2, 1, 1, 0, 0, 0, 0, 4])
    #expect(frame[..<32].allSatisfy { $0 == 0 })
  }

  @Test func neitherNormGrows() throws {
    let map = try Self.map(PointSpread(window: .blackmanHarris, zeroPadding: 2))
    let amplitudes = Self.gaussians(96, seed: 3).map(abs)
    let change = map.perturbation(amplitudes)
    #expect(change.max() ?? 0 <= amplitudes.max() ?? 0)
    #expect(Self.dot(change, change) <= Self.dot(amplitudes, amplitudes))
  }

  // Harris (1978): Hann −6 dB half a bin wide of one bin (response 0.5 at 1), zero at 2; Blackman-Harris zero at 4.
  @Test func windowsHaveTheirKnownResponses() {
    #expect(WindowLobe.hann.response(bins: 0) == 1)
    #expect(abs(WindowLobe.hann.response(bins: 1) - 0.5) < 1e-12)
    #expect(WindowLobe.hann.response(bins: 2) < 1e-12 && WindowLobe.rectangular.response(bins: 1) < 1e-12)
    #expect(WindowLobe.blackmanHarris.response(bins: 4) < 1e-12)
    #expect(abs(WindowLobe.blackmanHarris.response(bins: 1) - 0.48829 / (2 * 0.35875)) < 1e-12)
    #expect(PointSpread(window: .hann).range.count == 3 && PointSpread(window: .hann, zeroPadding: 2).range.count == 7)
  }

  // MARK: The attack

  private static func linear(seed: UInt64) -> (victim: SampleVictim, weights: [Float]) {
    let weights = gaussians(shape.product, seed: seed)
    return (
      .linear([[Float](repeating: 0, count: weights.count), weights], bias: [100, 0], inputShape: shape), weights
    )
  }

  private static func problem(_ value: Float = 0.25, region: Region? = nil) -> AttackProblem {
    AttackProblem(
      id: "a", clean: Tensor(repeating: value, shape: shape), region: region ?? .all(shape),
      goal: .untargeted(label: 0))
  }

  private static func bim(_ norm: Norm = .linf, size: Float = 0.125) -> GradientAttack {
    .bim(budget: Budget(norm: norm, size: size, bounds: 0...1), steps: 20, loss: .margin)
  }

  @Test func nonNegativeRaisesExactlyTheElementsThatHelp() throws {
    let (victim, weights) = Self.linear(seed: 4)
    let attack = PlausibleAttack(Self.bim(), bounds: 0...1, plausibility: Plausibility(isNonNegative: true))
    let outcome = try attack.run([Self.problem()], against: victim)[0]
    #expect(zip(outcome.adversarial.scalars, weights).allSatisfy { $0 == ($1 > 0 ? 0.375 : 0.25) })
  }

  @Test func scatterersReachTheOptimumOfALinearVictim() throws {
    let (victim, weights) = Self.linear(seed: 5)
    let map = try Self.map(PointSpread(window: .hann))
    let attack = PlausibleAttack(Self.bim(), bounds: 0...1, plausibility: Plausibility(scatterers: map))
    let outcome = try attack.run([Self.problem()], against: victim)[0]
    let pulled = map.adjoint(weights)
    let expected = map.perturbation(pulled.map { $0 > 0 ? 0.125 : 0 })
    let change = outcome.adversarial.scalars.map { $0 - 0.25 }
    #expect(zip(change, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect((change.max() ?? 1) <= 0.125 && (change.min() ?? -1) >= 0)
    #expect(change[96...].allSatisfy { $0 == 0 })
  }

  @Test func scatterersOfManySamplesKeepToTheirOwnRegions() throws {
    let (victim, _) = Self.linear(seed: 6)
    let map = try Self.map(PointSpread(window: .hann, zeroPadding: 2))
    let problems = (0..<5).map { index in
      AttackProblem(
        id: "\(index)", clean: Tensor(repeating: 0.1 * Float(index), shape: Self.shape),
        region: Region(
          shape: Self.shape, allowed: (0..<Self.shape.product).map { $0 % 5 == index || $0 % 7 == 0 }, name: "some"),
        goal: .untargeted(label: 0))
    }
    for attack in [Self.bim(), Self.bim(.l2, size: 0.4)] {
      let plausible = PlausibleAttack(attack, bounds: 0...1, plausibility: Plausibility(scatterers: map))
      let outcomes = try plausible.run(problems, against: victim, control: AttackControl(batchSize: 2))
      for (problem, outcome) in zip(problems, outcomes) {
        let audit = ConstraintAudit(
          clean: problem.clean, adversarial: outcome.adversarial, region: problem.region,
          budget: attack.settings.budget)
        #expect(audit.isClean, "\(audit)")
        #expect(outcome.adversarial != problem.clean)
        let alone = try plausible.run([problem], against: victim)[0]
        #expect(alone.adversarial == outcome.adversarial)
      }
    }
  }

  @Test(arguments: [Norm.linf, .l2])
  func quantizedExamplesLieOnTheGridAndInTheBudget(norm: Norm) throws {
    let (victim, weights) = Self.linear(seed: 7)
    let grid = StorageGrid(name: "16 levels") { Storage.quantizing($0, levels: 17, bounds: 0...1) }
    let size: Float = norm == .linf ? 0.14 : 0.9
    let base = Self.bim(norm, size: size)
    let attack = PlausibleAttack(base, bounds: 0...1, plausibility: Plausibility(grid: grid))
    let outcome = try attack.run([Self.problem()], against: victim)[0]
    #expect(outcome.adversarial.scalars.allSatisfy { ($0 * 16).rounded() == $0 * 16 })
    let norms = PerturbationNorms(clean: Self.problem().clean, adversarial: outcome.adversarial)
    #expect(norms(norm) <= Double(size) && norms(norm) > 0)
    // 0.14 is two steps of 1/16 and a bit: the optimum on the grid is two steps everywhere.
    if norm == .linf {
      #expect(zip(outcome.adversarial.scalars, weights).allSatisfy { $0 == ($1 > 0 ? 0.375 : 0.125) })
    }
  }

  @Test func aSuccessThatRoundingUndoesIsNone() throws {
    let victim = SampleVictim.linear([[0], [1]], bias: [0.3, 0])
    let grid = StorageGrid(name: "3 levels") { Storage.quantizing($0, levels: 3, bounds: 0...1) }
    let attack = PlausibleAttack(
      GradientAttack.bim(budget: Budget(norm: .linf, size: 0.35, bounds: 0...1), steps: 10, loss: .margin),
      bounds: 0...1, plausibility: Plausibility(grid: grid))
    let outcome = try attack.run(
      [AttackProblem(id: "a", clean: vector([0]), region: .all([1]), goal: .untargeted(label: 0))], against: victim)[0]
    #expect(!outcome.succeeded && outcome.adversarial.scalars == [0])
  }

  @Test func carliniWagnerSearchesAmongAmplitudesToo() throws {
    let weights = Self.gaussians(Self.shape.product, seed: 8)
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: weights.count), weights],
      bias: [Float(Self.dot(weights, [Float](repeating: 0.25, count: weights.count))) + 0.5, 0], inputShape: Self.shape)
    let map = try Self.map(PointSpread(window: .hann))
    let cw = CarliniWagner(settings: CarliniWagnerSettings(bounds: 0...1, steps: 300, searches: 8))
    let attack = PlausibleAttack(cw, bounds: 0...1, plausibility: Plausibility(scatterers: map))
    let outcome = try attack.run([Self.problem()], against: victim)[0]
    let pulled = map.adjoint(weights).map { max($0, 0) }
    let length = Self.dot(pulled, pulled)
    let optimum = map.perturbation(pulled.map { Float(0.5 * Double($0) / length) })
    let change = outcome.adversarial.scalars.map { $0 - 0.25 }
    let ratio = (Self.dot(change, change) / Self.dot(optimum, optimum)).squareRoot()
    #expect(outcome.succeeded && ratio > 0.95 && ratio < 1.05, "ratio \(ratio)")
  }

  @Test func aMapWithoutRangeAndDopplerIsRefused() {
    #expect(throws: AttackError.self) {
      try ScattererMap(shape: [3, 4, 4], axes: [.channel, .height, .width], spread: PointSpread(window: .hann))
    }
  }
}
