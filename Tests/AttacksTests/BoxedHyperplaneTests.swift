import Attacks
import Tensors
import Testing

/// Projections onto hyperplane ∩ box against their definition: on the plane, in the box, and no shorter change found.
@Suite struct BoxedHyperplaneTests {
  private static func length(_ change: [Double], _ norm: Norm) -> Double {
    switch norm {
    case .linf: change.reduce(0) { max($0, abs($1)) }
    case .l2: change.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .l1, .l0: change.reduce(0) { $0 + abs($1) }
    }
  }

  @Test(arguments: [Norm.linf, .l2, .l1], [UInt64(1), 2, 3]) func noChangeOntoThePlaneIsShorter(
    norm: Norm, seed: UInt64
  ) {
    var stream = RandomStream(seed: seed)
    let slope = (0..<6).map { $0 == 2 ? 0 : stream.nextGaussian() }
    let point = (0..<6).map { _ in stream.nextUniform() }
    let plane = BoxedHyperplane(
      slope: slope, lower: [Float](repeating: 0, count: 6), upper: [Float](repeating: 1, count: 6))
    for gap in [-0.8, 0.5] {
      let change = plane.leastChange(from: point, gap: gap, norm: norm)
      let dot = { (change: [Double]) in zip(slope, change).reduce(0) { $0 + Double($1.0) * $1.1 } }
      #expect(abs(dot(change) - gap) < 1e-12 && change[2] == 0)
      #expect(zip(point, change).allSatisfy { (-1e-9...1 + 1e-9).contains(Double($0) + $1) })
      for _ in 0..<1000 {
        // Move along the plane: raise one element, and make up for it with another.
        var other = change
        let (one, two) = (stream.nextIndex(in: 0..<6), stream.nextIndex(in: 0..<6))
        guard one != two, slope[two] != 0 else { continue }
        let shift = 0.05 * Double(stream.nextGaussian())
        other[one] += shift
        other[two] -= shift * Double(slope[one]) / Double(slope[two])
        guard zip(point, other).allSatisfy({ (0...1).contains(Double($0) + $1) }) else { continue }
        #expect(Self.length(other, norm) >= Self.length(change, norm) - 1e-12)
      }
    }
  }

  @Test(arguments: [Norm.linf, .l2, .l1]) func aPlaneOutOfReachIsApproachedAsFarAsCanBe(norm: Norm) {
    let plane = BoxedHyperplane(slope: [1, -2, 0], lower: [0, 0, 0], upper: [1, 1, 1])
    #expect(plane.leastChange(from: [0.25, 0.5, 0.5], gap: 10, norm: norm) == [0.75, -0.5, 0])
    #expect(plane.leastChange(from: [0.25, 0.5, 0.5], gap: 0, norm: norm) == [0, 0, 0])
  }
}
