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

  @Test func placedPositionsAreSurroundedByZeros() {
    let placed = tensor.placing(1..<2, alongAxis: 1, at: 2, of: 4)
    #expect(placed.shape == [2, 4, 2])
    #expect(placed.scalars == [0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0])
  }

  @Test(arguments: 0..<3)
  func placingAndSelectingUndoEachOther(axis: Int) {
    let extent = tensor.shape[axis]
    let placed = tensor.placing(0..<extent, alongAxis: axis, at: 3, of: extent + 4)
    #expect(placed.selecting(3..<3 + extent, alongAxis: axis) == tensor)
  }
}
