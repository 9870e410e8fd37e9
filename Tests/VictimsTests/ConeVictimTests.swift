import Attacks
import Engine
import Foundation
import Graphs
import Tensors
import TestSupport
import Testing
import Victims

/// Passes over what can change, through the victim.
@Suite struct ConeVictimTests {
  /// A classifier of 16 frames of 8×8, cut anew for every test: plans are kept inside.
  private func runner(largestBatch: Int = 8) throws -> ModelRunner {
    try ModelRunner(largestBatch: largestBatch) { try ConeCase.radar(frames: 16, side: 8)($0) }
  }

  private func region(_ shape: [Int], axis: Int, _ positions: Range<Int>) -> Region {
    let inner = shape[(axis + 1)...].reduce(1, *)
    return Region(
      shape: shape, allowed: (0..<shape.product).map { positions.contains($0 / inner % shape[axis]) }, name: "test")
  }

  @Test(arguments: [(1, 12..<16), (1, 0..<3), (1, 5..<7), (2, 6..<8), (3, 0..<1)])
  func passesBesideAFixedPartAreFullPasses(axis: Int, positions: Range<Int>) throws {
    let victim = try ModelVictim(runner())
    try expectAgreement(of: victim, region(victim.inputShape, axis: axis, positions), tolerance: 1e-5)
  }

  /// Of a victim that runs one sample at a time, too.
  @Test func batchesThatAreCutGiveTheSame() throws {
    let victim = try ModelVictim(runner(largestBatch: 1))
    try expectAgreement(of: victim, region(victim.inputShape, axis: 1, 12..<16), tolerance: 1e-5)
  }

  @Test(.enabled(if: SharedMaterial.path("models/kkt3d/kkt3d.onnx") != nil, "no ../shared/models/kkt3d"))
  func paddingFramesOfARealModelAgree() throws {
    let path = try #require(SharedMaterial.path("models/kkt3d/kkt3d.onnx"))
    let victim = try LoadedModel(contentsOf: path).victim(largestBatch: 2)
    let padding = region(victim.inputShape, axis: 1, 52..<70)
    try expectAgreement(of: victim, padding, batch: 2, tolerance: 1e-5)
  }

  @Test(arguments: ["radar-conv3d", "radar-cnn-lstm"])
  func modelsThatComeWithTheProgramAgree(model: String) throws {
    let victim = try Self.model(model)
    try expectAgreement(of: victim, region(victim.inputShape, axis: 1, 30..<40), batch: 3, tolerance: 1e-5)
  }

  @Test(.enabled(if: Precision.bf16.isAvailable, "this processor has no bf16 arithmetic (AVX-512-BF16 or AMX)"))
  func roughPassesAreRoughInTheSameWay() throws {
    let victim = try Self.model("radar-conv3d").searched(in: .bf16)
    let padding = region(victim.inputShape, axis: 1, 30..<40)
    let (points, fixed) = try material(victim, padding, batch: 2)
    let whole = try victim.logitsAndGradient(at: points) { $0 }
    let cone = try victim.logitsAndGradient(at: points, beside: fixed) { logits, _ in logits }
    #expect(Conformance.error(cone.logits, whole.logits) < 0.03)
    #expect(try cone.logits != victim.logits(of: points, beside: fixed), "bf16 was not used")
    let plain = try Self.model("radar-conv3d")
    let exact = try plain.logitsAndGradient(at: points) { $0 }
    let inside = fixed[0].positions
    func gradient(_ pass: (logits: Tensor, gradient: Tensor)) -> [Float] {
      pass.gradient.selecting(inside, alongAxis: fixed[0].axis + 1).scalars
    }
    #expect(cosine(gradient(cone), gradient(exact)) > 0.98)
    #expect(cosine(gradient(cone), gradient(whole)) > 0.99)
  }

  private func cosine(_ a: [Float], _ b: [Float]) -> Double {
    func dot(_ x: [Float], _ y: [Float]) -> Double { zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  /// What a batch has in it changes no bit of a sample's answer.
  @Test(arguments: ["small", "radar-conv3d", "radar-cnn-lstm"])
  func aBatchIsItsSamples(model: String) throws {
    let victim = try model == "small" ? ModelVictim(runner()) : Self.model(model)
    let frames = victim.inputShape[1]
    let padding = region(victim.inputShape, axis: 1, frames * 3 / 4..<frames)
    let (points, fixed) = try material(victim, padding, batch: 4)
    let together = try victim.logitsAndGradient(at: points, beside: fixed) { logits, _ in logits }
    let logits = try victim.logits(of: points, beside: fixed)
    for sample in 0..<4 {
      let (point, own) = (points.selectingSamples([sample]), [fixed[sample]])
      let alone = try victim.logitsAndGradient(at: point, beside: own) { logits, _ in logits }
      #expect(alone.logits == together.logits.selectingSamples([sample]), "sample \(sample)")
      #expect(alone.gradient == together.gradient.selectingSamples([sample]), "sample \(sample)")
      #expect(try victim.logits(of: point, beside: own) == logits.selectingSamples([sample]), "sample \(sample)")
    }
  }

  @Test func samplesShareAGridOfPositions() throws {
    let victim = try ModelVictim(runner())
    var random = RandomTensors(seed: 1)
    let clean = random.uniform(victim.inputShape)
    let parts = try [13..<16, 12..<15, 14..<15].map {
      try #require(try victim.fixedPart(of: clean, outside: region(victim.inputShape, axis: 1, $0)))
    }
    #expect(parts.allSatisfy { $0.axis == 1 && $0.positions == 12..<16 })
  }

  /// Two attacks and two sizes on one region: its fixed part is computed for the first, and is the same memory for all.
  @Test func whatIsKeptOfASampleServesAllAttacks() throws {
    let victim = try ModelVictim(runner())
    var random = RandomTensors(seed: 2)
    let clean = random.uniform(victim.inputShape)
    func address(_ clean: Tensor, _ positions: Range<Int>) throws -> UnsafeRawPointer? {
      let part = try victim.fixedPart(of: clean, outside: region(victim.inputShape, axis: 1, positions))
      return try #require(part?.kept.first).withUnsafeScalars { UnsafeRawPointer($0.baseAddress) }
    }
    let first = try address(clean, 12..<16)
    #expect(try address(clean, 13..<15) == first)
    #expect(try address(clean, 8..<16) != first, "another cut")
    #expect(try address(clean.map { $0 + 1 }, 12..<16) != first, "another sample")
    #expect(try address(clean, 12..<16) == first)
  }

  @Test func whereLittleIsSavedThereIsNoFixedPart() throws {
    let victim = try ModelVictim(runner())
    let clean = Tensor(shape: victim.inputShape)
    #expect(try victim.fixedPart(of: clean, outside: .all(victim.inputShape)) == nil)
    #expect(try victim.fixedPart(of: clean, outside: region(victim.inputShape, axis: 0, 0..<1)) == nil)
    #expect(try victim.fixedPart(of: clean, outside: region(victim.inputShape, axis: 1, 1..<16)) == nil)
    let empty = Region(shape: clean.shape, allowed: clean.scalars.map { _ in false }, name: "nothing")
    #expect(try victim.fixedPart(of: clean, outside: empty) == nil)
    let plain = try ModelVictim(runner(), keepsFixedActivations: false)
    #expect(try plain.fixedPart(of: clean, outside: region(victim.inputShape, axis: 1, 12..<16)) == nil)
  }

  @Test func aPartOfAnotherVictimIsRefused() throws {
    let victim = try ModelVictim(runner())
    let foreign = FixedPart(axis: 1, positions: 0..<15, kept: [])
    #expect(throws: (any Error).self) {
      try victim.logits(of: Tensor(shape: [1] + victim.inputShape), beside: [foreign])
    }
  }

  /// Samples with different padding in one batch: the same examples as full passes find, and as each sample alone finds.
  @Test func anAttackFindsWhatItFindsInFullPasses() throws {
    let shape = try runner().inputShape
    var random = RandomTensors(seed: 8)
    let problems = [12..<16, 4..<8, 9..<16, 0..<16, 13..<15].enumerated().map { index, positions in
      AttackProblem(
        id: "sample \(index)", clean: random.uniform(shape, in: 0...1), region: region(shape, axis: 1, positions),
        goal: .untargeted(label: 0))
    }
    let budget = Budget(norm: .linf, size: 0.2, bounds: 0...1)
    let attack = GradientAttack.pgd(budget: budget, steps: 12, stepSize: 0.05, loss: .margin, seed: 4)
    let full = try attack.run(problems, against: ModelVictim(runner(), keepsFixedActivations: false))
    let victim = try ModelVictim(runner())
    let cones = try attack.run(problems, against: victim)
    for (index, (whole, cone)) in zip(full, cones).enumerated() {
      #expect(cone.succeeded == whole.succeeded && cone.forwards == whole.forwards)
      #expect(cone.backwards == whole.backwards)
      #expect(abs(cone.loss - whole.loss) < 1e-4)
      let audit = ConstraintAudit(
        clean: problems[index].clean, adversarial: cone.adversarial, region: problems[index].region, budget: budget)
      #expect(audit.isClean)
      let alone = try attack.run([problems[index]], against: ModelVictim(runner()))[0]
      #expect(alone.adversarial == cone.adversarial)
    }
  }

  // MARK: Material

  private static func model(_ name: String) throws -> ModelVictim {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appendingPathComponent("models/\(name)/model.yaml").path
    return try LoadedModel(contentsOf: path).victim(largestBatch: 4)
  }

  /// Samples that differ from those of the fixed parts inside the region.
  private func material(_ victim: ModelVictim, _ region: Region, batch: Int) throws -> (Tensor, [FixedPart]) {
    var random = RandomTensors(seed: 6)
    let clean = (0..<batch).map { _ in random.uniform(victim.inputShape, in: 0...1) }
    let fixed = try clean.map { try #require(try victim.fixedPart(of: $0, outside: region)) }
    let points = clean.map { sample in
      let other = random.uniform(victim.inputShape, in: 0...1)
      return Tensor(
        shape: sample.shape,
        scalars: region.allowed.indices.map { region.allowed[$0] ? other.scalars[$0] : sample.scalars[$0] })
    }
    return (Tensor(batching: points), fixed)
  }

  private func expectAgreement(
    of victim: ModelVictim, _ region: Region, batch: Int = 3, tolerance: Float
  ) throws {
    let (points, fixed) = try material(victim, region, batch: batch)
    var random = RandomTensors(seed: 9)
    let weights = random.uniform([batch] + victim.outputShape)
    let whole = try victim.logitsAndGradient(at: points) { _ in weights }
    let cone = try victim.logitsAndGradient(at: points, beside: fixed) { weights.selectingSamples([$1]) }
    #expect(Conformance.error(cone.logits, whole.logits) < tolerance)
    #expect(Conformance.error(try victim.logits(of: points, beside: fixed), whole.logits) < tolerance)
    let inside = fixed[0].positions
    let axis = fixed[0].axis + 1
    let found = cone.gradient.selecting(inside, alongAxis: axis)
    #expect(Conformance.error(found, whole.gradient.selecting(inside, alongAxis: axis)) < tolerance)
    let outside = [0..<inside.lowerBound, inside.upperBound..<victim.inputShape[axis - 1]]
    for rest in outside { #expect(!cone.gradient.selecting(rest, alongAxis: axis).scalars.contains { $0 != 0 }) }
  }
}
