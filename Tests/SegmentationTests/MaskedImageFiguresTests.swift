import Segmentation
import Tensors
import Testing

/// Forms whose figures are known.
@Suite struct MaskedImageFiguresTests {
  private func mask(_ height: Int = 100, _ width: Int = 100, isMember: (Int, Int) -> Bool) -> Mask {
    Mask(
      height: height, width: width, classCount: 2,
      classes: (0..<height * width).map { isMember($0 / width, $0 % width) ? 1 : 0 })
  }

  private func figures(_ mask: Mask) -> MaskedImageFigures? {
    MaskedImageFigures(image: Tensor(repeating: 0.5, shape: [3, mask.height, mask.width]), mask: mask)
  }

  @Test(arguments: [20, 30, 45])
  func aDiscIsRoundAndRegular(radius: Int) throws {
    let disc = try #require(
      figures(mask { ($0 - 50) * ($0 - 50) + ($1 - 50) * ($1 - 50) <= radius * radius }))
    #expect(abs(disc.irregularity - 1) < 0.04 && abs(disc.elongation - 1) < 1e-9)
    #expect(disc.pieces == 1 && !disc.touchesBorder)
    #expect(abs(disc.share - Double.pi * Double(radius * radius) / 1e4) < 0.01)
  }

  @Test func aRectangleIsAsLongAsItIs() throws {
    let rectangle = try #require(figures(mask { (10..<20).contains($0) && (30..<70).contains($1) }))
    #expect(abs(rectangle.elongation - 4) < 1e-9 && rectangle.share == 0.04)
    #expect(rectangle.centre == SIMD2(0.5, 0.15))
    // Crofton with four directions: rows and columns are met 2·10 + 2·40 times, diagonals twice 2·(10 + 40 − 1).
    let perimeter = Double.pi / 8 * (100 + 2 * 98 / 2.0.squareRoot())
    #expect(abs(rectangle.irregularity - perimeter * perimeter / (4 * .pi * 400)) < 1e-9)
  }

  @Test func piecesThatTouchOverCornersAreOne() throws {
    let corner = try #require(figures(mask(4, 4) { $0 == $1 }))
    #expect(corner.pieces == 1 && corner.touchesBorder)
    let apart = try #require(figures(mask(5, 5) { $0 == 2 && $1 != 2 && $1 > 0 && $1 < 4 }))
    #expect(apart.pieces == 2 && !apart.touchesBorder && apart.share == 2.0 / 25)
  }

  @Test func coloursAreThoseOfTheirPixelsAndVoidCountsNowhere() throws {
    let image = Tensor(shape: [2, 1, 5], scalars: [0.2, 0.4, 0.9, 0.7, 1, 0, 1, 0.5, 0.25, 1])
    let mask = Mask(height: 1, width: 5, classCount: 3, classes: [1, 2, 0, 0, Mask.void])
    let figures = try #require(MaskedImageFigures(image: image, mask: mask))
    #expect(figures.share == 0.5)
    for (found, wanted) in [
      (figures.inside.mean, [0.3, 0.5]), (figures.inside.deviation, [0.1, 0.5]), (figures.outside.mean, [0.8, 0.375]),
      (figures.outside.deviation, [0.1, 0.125]),
    ] {
      #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found) is not \(wanted)")
    }
  }

  @Test func aMaskWithoutAnOutlineHasNoFigures() {
    #expect(figures(mask { _, _ in false }) == nil)
    #expect(figures(mask { _, _ in true }) == nil)
  }
}
