import Tensors
import Testing

@Suite struct TensorPositionsTests {
  private let tensor = Tensor(shape: [2, 3, 2], scalars: (0..<12).map(Float.init))

  @Test func positionsAreSelectedAlongAnyAxis() {
    #expect(tensor.selecting(1..<2, alongAxis: 0).scalars == [6, 7, 8, 9, 10, 11])
    #expect(
      tensor.selecting(1..<3, alongAxis: 1)
        == Tensor(shape: [2, 2, 2], scalars: [2, 3, 4, 5, 8, 9, 10, 11]))
    #expect(tensor.selecting(0..<1, alongAxis: 2).scalars == [0, 2, 4, 6, 8, 10])
  }

  @Test(arguments: 1..<3)
  func positionsOfASampleAreThoseOfABatchOfOne(axis: Int) {
    for sample in 0..<2 {
      let alone = tensor.selectingSamples([sample]).selecting(1..<2, alongAxis: axis)
      #expect(tensor.selecting(1..<2, alongAxis: axis, ofSample: sample) == alone)
    }
  }

  @Test func replacedPositionsAreSurroundedByWhatWasThere() {
    var zeros = Tensor(shape: [2, 4, 2])
    zeros.replace(2..<3, alongAxis: 1, ofSample: 1, with: tensor.selecting(1..<2, alongAxis: 1, ofSample: 1))
    #expect(zeros.scalars == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0])
  }

  @Test(arguments: 1..<3)
  func replacingUndoesSelecting(axis: Int) {
    var copy = tensor.map { _ in -1 }
    for sample in 0..<2 {
      for position in 0..<tensor.shape[axis] {
        let part = tensor.selecting(position..<position + 1, alongAxis: axis, ofSample: sample)
        copy.replace(position..<position + 1, alongAxis: axis, ofSample: sample, with: part)
      }
    }
    #expect(copy == tensor)
  }
}
