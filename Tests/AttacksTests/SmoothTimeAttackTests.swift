import Attacks
import Foundation
import Tensors
import Testing

/// Closed forms: the best smooth perturbation of a linear victim raises the margin by `size · ‖Kᵀw‖` in the dual norm.
@Suite struct SmoothTimeAttackTests {
  private static let frames = 8
  private static let inner = 3

  /// `K` written anew: a Gaussian cut at three deviations, mirrored at the ends.
  private func lowPass(_ values: [Double], deviation: Double) -> [Double] {
    let (frames, inner) = (Self.frames, Self.inner)
    let reach = Int((3 * deviation).rounded(.up))
    let kernel = (-reach...reach).map { deviation == 0 ? 1 : exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    return (0..<frames * inner).map { index in
      let (frame, place) = (index / inner, index % inner)
      var sum = 0.0
      for (tap, weight) in kernel.enumerated() {
        var source = frame + tap - reach
        while source < 0 || source >= frames { source = source < 0 ? -1 - source : 2 * frames - 1 - source }
        sum += weight * values[source * inner + place]
      }
      return sum / kernel.reduce(0, +)
    }
  }

  private func run(
    _ norm: Norm, deviation: Double, size: Float, seed: UInt64
  ) throws -> (gain: Double, optimum: Double, change: [Double]) {
    let count = Self.frames * Self.inner
    var stream = RandomStream(seed: seed)
    let weights = (0..<count).map { _ in stream.nextGaussian() }
    let allowed = (0..<count).map { $0 % 7 != 0 }
    let shape = [Self.frames, Self.inner]
    let sample = AttackProblem(
      id: "s", clean: Tensor(repeating: 0, shape: shape), region: Region(shape: shape, allowed: allowed, name: "most"),
      goal: .untargeted(label: 0))
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: count), weights], inputShape: shape)
    let attack = SmoothTimeAttack(
      settings: SmoothTimeSettings(
        budget: budget(norm, size), timeAxis: 0, deviation: Float(deviation), loss: .margin, stopsOnSuccess: false))
    let outcome = try attack.run([sample], against: victim)[0]
    let smooth = lowPass((0..<count).map { allowed[$0] ? Double(weights[$0]) : 0 }, deviation: deviation)
    let dual =
      norm == .linf ? smooth.reduce(0) { $0 + abs($1) } : smooth.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return (Double(outcome.loss), Double(size) * dual, outcome.adversarial.scalars.map(Double.init))
  }

  @Test(arguments: [Norm.linf, .l2], [0, 0.5, 1, 4])
  func reachesTheOptimumOfRandomLinearVictims(norm: Norm, deviation: Double) throws {
    for seed: UInt64 in [1, 2] {
      for size: Float in [0.1, 1] {
        let (gain, optimum, _) = try run(norm, deviation: deviation, size: size, seed: seed)
        #expect(abs(gain - optimum) < 1e-5 * max(optimum, 1), "\(gain) of \(optimum)")
      }
    }
  }

  /// From frame to frame the perturbation cannot change more than a box seen through the kernel does.
  @Test func neighbouringFramesAreAlike() throws {
    func largestJump(_ deviation: Double) throws -> Double {
      let change = try run(.linf, deviation: deviation, size: 1, seed: 3).change
      // The elements of the region's holes are left out.
      return (0..<change.count - Self.inner).filter { $0 % 7 != 0 && ($0 + Self.inner) % 7 != 0 }.map {
        abs(change[$0 + Self.inner] - change[$0])
      }.max() ?? 0
    }
    let jumps = try [0, 1, 2, 4].map(largestJump)
    #expect(jumps[0] == 2)
    #expect(jumps[1] < 0.81 && jumps[2] < 0.41 && jumps[3] < 0.21, "\(jumps)")
  }

  @Test func countsItsPasses() throws {
    let victim = SampleVictim.linear([[0, 0, 0, 0], [1, 1, -1, -1]], bias: [9, 0])
    var settings = SmoothTimeSettings(budget: budget(.linf, 1), timeAxis: 0, deviation: 0, steps: 3, stepSize: 0.1)
    let outcome = try SmoothTimeAttack(settings: settings).run([problem([0, 0, 0, 0], away: 0)], against: victim)[0]
    #expect(outcome.forwards == 4 && outcome.backwards == 3 && outcome.iterations == 3)
    settings.steps = 100
    let ended = try SmoothTimeAttack(settings: settings).run([problem([0, 0, 0, 0], away: 0)], against: victim)[0]
    #expect(ended.iterations <= 12 && close(ended.adversarial.scalars, [1, 1, -1, -1]))
  }
}
