import Attacks
import Testing

@Suite struct CosineBasisTests {
  @Test(arguments: [[7], [4, 5], [2, 3, 4], [1, 1], [2, 2, 1, 3]])
  func itsVectorsAreOrthonormalAndSpanEverything(shape: [Int]) {
    let basis = CosineBasis(shape: shape, keeping: 1)
    let vectors = (0..<basis.count).map { basis.vector($0) }
    #expect(basis.count == shape.reduce(1, *) && vectors.allSatisfy { $0.count == basis.count })
    for (index, left) in vectors.enumerated() {
      let products = vectors.map { zip(left, $0).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(close(products, vectors.indices.map { $0 == index ? 1 : 0 }))
    }
  }

  @Test(arguments: [[4, 5], [2, 3, 4]], [Float(0.01), 0.5, 1])
  func aCombinationIsTheSumOfItsVectors(shape: [Int], share: Float) {
    let basis = CosineBasis(shape: shape, keeping: share)
    let coefficients = (0..<basis.count).map { Float($0) - 1.5 }
    var sum = [Float](repeating: 0, count: shape.reduce(1, *))
    for (index, coefficient) in coefficients.enumerated() {
      sum = zip(sum, basis.vector(index)).map { $0 + coefficient * $1 }
    }
    #expect(close(basis.combination(of: coefficients), sum, within: 1e-4))
  }

  /// Two of four rows' frequencies, and three of five columns' ones; never less than the constant.
  @Test func keepsTheLowestFrequencies() {
    #expect(CosineBasis(shape: [4, 5], keeping: 0.5).count == 6)
    let lowest = CosineBasis(shape: [4, 5], keeping: 0.01)
    #expect(lowest.count == 1 && close(lowest.vector(0), [Float](repeating: 1 / Float(20).squareRoot(), count: 20)))
  }
}
