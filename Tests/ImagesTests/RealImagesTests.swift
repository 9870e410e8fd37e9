import Images
import TestSupport
import Testing

/// Sums that Pillow gives for the same files.
@Suite struct RealImagesTests {
  @Test func aFundusPhotographAndItsMaskDecode() throws {
    guard let photograph = SharedMaterial.path("data/segmentation/chase_db1/Image_01L.jpg"),
      let vessels = SharedMaterial.path("data/segmentation/chase_db1/Image_01L_1stHO.png")
    else { return }
    let image = try Image(contentsOf: photograph)
    #expect("\(image.header)" == "JPEG 999 × 960, 8-bit RGB")
    let sums = image.samples.integers.enumerated().reduce(into: [0, 0, 0]) { $0[$1.offset % 3] += $1.element }
    let expected = [97_744_714, 39_462_741, 8_260_349]
    // One level in a thousand pixels covers another build of libjpeg.
    for channel in 0..<3 { #expect(abs(sums[channel] - expected[channel]) < 960) }
    let mask = try Image(contentsOf: vessels)
    #expect("\(mask.header)" == "PNG 999 × 960, 1-bit grey")
    #expect(mask.samples.integers.reduce(0, +) == 66_885)
  }
}
