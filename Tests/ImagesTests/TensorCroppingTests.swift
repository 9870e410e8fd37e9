import Images
import Tensors
import Testing

@Suite struct TensorCroppingTests {
  private let image = Tensor(shape: [2, 2, 3], scalars: (0..<12).map(Float.init))

  @Test func croppingKeepsTheBoxOfEveryChannel() {
    let cropped = image.cropped(to: PixelBox(x: 1, y: 1, width: 2, height: 1))
    #expect(cropped == Tensor(shape: [2, 1, 2], scalars: [4, 5, 10, 11]))
  }

  @Test func paddingRepeatsTheEdgeOrAddsZeros() {
    let edge = image.padded(top: 1, left: 1, bottom: 0, right: 2, .edge)
    #expect(edge.shape == [2, 3, 6])
    #expect(Array(edge.scalars[0..<18]) == [0, 0, 1, 2, 2, 2, 0, 0, 1, 2, 2, 2, 3, 3, 4, 5, 5, 5])
    let zero = image.padded(top: 1, left: 1, bottom: 0, right: 2, .zero)
    #expect(Array(zero.scalars[18..<36]) == [0, 0, 0, 0, 0, 0, 0, 6, 7, 8, 0, 0, 0, 9, 10, 11, 0, 0])
  }

  @Test func aBoxFitsOrDoesNotWhateverTheNumbers() {
    #expect(PixelBox(x: 18, y: 0, width: 960, height: 960).fits(width: 999, height: 960))
    #expect(!PixelBox(x: 40, y: 0, width: 960, height: 960).fits(width: 999, height: 960))
    #expect(!PixelBox(x: Int.max, y: 0, width: Int.max, height: 1).fits(width: 999, height: 960))
    #expect(!PixelBox(x: -1, y: 0, width: 2, height: 1).fits(width: 999, height: 960))
    #expect(!PixelBox(x: 0, y: 0, width: 0, height: 1).fits(width: 999, height: 960))
  }

  @Test func theMiddleLeavesTheOddPixelAtTheEnd() {
    let box = PixelBox(centredWidth: 2, height: 2, inWidth: 5, height: 4)
    #expect(box == PixelBox(x: 1, y: 1, width: 2, height: 2))
  }
}
