import Images
import Segmentation
import Tensors
import Testing

@Suite struct MaskTensorTests {
  @Test func oneHotHasAPlanePerClassAndNothingForVoid() {
    let tensor = drawn(["02v"], classCount: 3).oneHot()
    #expect(tensor == Tensor(shape: [3, 1, 3], scalars: [1, 0, 0, 0, 0, 0, 0, 1, 0]))
  }

  @Test func theLargestLogitWinsAndTheFirstOfEquals() {
    let logits = Tensor(shape: [3, 1, 4], scalars: [1, 0, 5, .nan, 2, 0, 4, -9, 3, 0, 6, .nan])
    #expect(Mask(argmaxOf: logits) == drawn(["2021"], classCount: 3))
  }

  @Test func theRegionOfTheObjectsCoversEveryChannel() {
    let region = drawn(["02v"], classCount: 3).objectRegion(channels: 2, name: "lesion")
    #expect(region.shape == [2, 1, 3])
    #expect(region.allowed == [false, true, false, false, true, false])
    #expect(region.name == "lesion")
  }

  @Test func aMaskDrawnAsAPaletteImageIsReadBack() throws {
    let mask = drawn(["012", "v10"], classCount: 3)
    let colours = ["#000000", "#ff0000", "#00ff00", "#ffffff"].compactMap(Colour.init(parsing:))
    let png = try mask.image(colours: colours).pngBytes()
    let image = try Image(decoding: png, source: "m.png")
    let found = try MaskReader(classCount: 3, voidCode: 3).mask(of: image, source: "m.png")
    #expect(found.mask == mask)
  }
}
