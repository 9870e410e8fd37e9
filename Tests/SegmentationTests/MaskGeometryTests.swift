import Images
import Segmentation
import Testing

@Suite struct MaskGeometryTests {
  private let mask = drawn(["01.", "2v1"], classCount: 3)

  @Test func croppingAndPadding() {
    #expect(mask.cropped(to: PixelBox(x: 1, y: 0, width: 2, height: 2)) == drawn(["1.", "v1"], classCount: 3))
    #expect(
      mask.padded(top: 1, left: 0, bottom: 0, right: 1) == drawn(["vvvv", "01.v", "2v1v"], classCount: 3))
    #expect(mask.centreCropped(height: 1, width: 1) == drawn(["1"], classCount: 3))
  }

  /// Pillow: `Image.fromarray(numpy.uint8([[0, 1, 0], [2, 3, 1]])).resize(size, Image.NEAREST)`.
  @Test(arguments: [
    (5, 4, ["00100", "00100", "22311", "22311"]), (1, 1, ["3"]), (2, 2, ["00", "21"]),
    (7, 3, ["0011100", "2233311", "2233311"]),
  ]) func resizingTakesTheNearestCentre(width: Int, height: Int, expected: [String]) {
    let mask = drawn(["010", "231"], classCount: 4)
    #expect(mask.resized(height: height, width: width) == drawn(expected, classCount: 4))
  }

  @Test func resizingMixesNothing() {
    let mask = randomMask(height: 37, width: 23, classCount: 9, density: 0.6, seed: 4)
    let resized = mask.resized(height: 80, width: 11)
    #expect(Set(resized.classes).isSubset(of: Set(mask.classes)))
  }
}
