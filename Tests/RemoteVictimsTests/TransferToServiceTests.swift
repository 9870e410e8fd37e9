import Attacks
import RemoteVictims
import Tensors
import TestSupport
import Testing

/// A model whose weights the attacker has, `z = W x`.
private final class Surrogate: Victim {
  let inputShape = [2]
  let outputShape = [2]
  private let weights: [[Float]]

  init(_ weights: [[Float]]) { self.weights = weights }

  func logits(of inputs: Tensor) -> Tensor {
    let rows = inputs.samples.flatMap { row in
      weights.map { $0[0] * row.scalars[0] + $0[1] * row.scalars[1] }
    }
    return Tensor(shape: [inputs.batchCount, 2], scalars: rows)
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
  ) rethrows -> (logits: Tensor, gradient: Tensor) {
    let logits = logits(of: inputs)
    let gradient = try cotangent(logits).samples.flatMap { row in
      (0..<2).map { column in row.scalars[0] * weights[0][column] + row.scalars[1] * weights[1][column] }
    }
    return (logits, Tensor(shape: inputs.shape, scalars: gradient))
  }
}

/// Attacks that need gradients, searched on a surrogate and judged by a served model that shows its scores alone.
@Suite struct TransferToServiceTests {
  /// The served model says class 1 exactly where `x₀ > x₁`.
  private static func service() throws -> RemoteVictim {
    try RemoteVictim(
      address: "http://localhost:1", model: "linear", inputShape: nil, output: nil, settings: RemoteVictimSettings(),
      transport: PatientTransport(
        ScriptedTransport([{ LinearServer.reply(to: $0) }]), retries: 0, requestsPerSecond: nil, wait: { _ in },
        now: { 0 }))
  }

  private static func predictions(after size: Float, searchedOn surrogate: Surrogate) throws -> [Int?] {
    let service = try service()
    let problems = [Float(0.1), 0.3].enumerated().map { index, distance in
      AttackProblem(
        id: "\(index)", clean: Tensor(shape: [2], scalars: [0.5 - distance, 0.5]), region: .all([2]),
        goal: .untargeted(label: 0))
    }
    let attack = GradientAttack.fgsm(budget: Budget(norm: .linf, size: size, bounds: 0...1))
    let found = try attack.run(problems, against: surrogate)
    let before = service.queries
    let logits = try service.logits(of: Tensor(batching: found.map(\.adversarial)))
    #expect(service.queries == before + problems.count, "searching on the surrogate asks the service nothing")
    return logits.samples.map { Prediction.classIndex(of: $0.scalars) }
  }

  /// Both coordinates move by the size: the nearer input crosses at 0.05, the farther one at 0.15.
  @Test(arguments: zip([Float(0.04), 0.06, 0.16], [[0, 0], [1, 0], [1, 1]]))
  func whatTheSameDirectionsFoolTransfers(size: Float, expected: [Int]) throws {
    #expect(try Self.predictions(after: size, searchedOn: Surrogate([[1, 1], [2, 0]])) == expected)
  }

  @Test func aSurrogateThatLooksElsewhereFoolsNobody() throws {
    // Its margin falls with x₀, the served model's with x₁ − x₀.
    #expect(try Self.predictions(after: 0.16, searchedOn: Surrogate([[1, 1], [-1, 1]])) == [0, 0])
  }
}
