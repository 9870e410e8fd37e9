import Foundation
import Images
import Segmentation
import Tensors
import Testing

@Suite struct SyntheticLesionTests {
  private func lesion(
    _ id: String = "a", seed: UInt64 = 1, size: Int = 64, irregularity: Double = 1, hair: Double = 0, ruler: Double = 0,
    vignette: Double = 0
  ) throws -> SyntheticLesion {
    SyntheticLesion(
      id: id, seed: seed,
      settings: try SkinSettings(
        size: size, irregularity: irregularity, hairShare: hair, rulerShare: ruler, vignetteShare: vignette))
  }

  private func outline(_ id: String, seed: UInt64 = 1, irregularity: Double = 1) -> LesionOutline {
    var random = RandomStream(seed: seed, sample: id, attack: "skin outline")
    return LesionOutline(irregularity: irregularity, random: &random)
  }

  /// The pixels whose middle lies inside, by the outline alone.
  private func drawn(_ outline: LesionOutline, size: Int) -> Mask {
    let classes: [Int32] = (0..<size * size).map { pixel in
      let point = SIMD2(Double(pixel % size) + 0.5, Double(pixel / size) + 0.5) * (2 / Double(size)) - 1
      return outline.contains(point) ? 1 : 0
    }
    return Mask(height: size, width: size, classCount: 2, classes: classes)
  }

  private func figures(_ mask: Mask) -> MaskedImageFigures? {
    MaskedImageFigures(image: Tensor(repeating: 0, shape: [1, mask.height, mask.width]), mask: mask)
  }

  @Test func theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws {
    let first = try lesion(hair: 1, ruler: 1, vignette: 1)
    #expect(try first.image.pngBytes() == lesion(hair: 1, ruler: 1, vignette: 1).image.pngBytes())
    #expect(try first.mask == lesion(hair: 1, ruler: 1, vignette: 1).mask)
    #expect(try lesion().mask != lesion(seed: 2).mask)
    #expect(try lesion().mask != lesion("b").mask)
  }

  @Test(arguments: [32, 101])
  func theMaskIsTheOutlinePixelByPixel(size: Int) throws {
    for id in ["a", "b", "c"] { #expect(try lesion(id, size: size).mask == drawn(outline(id), size: size)) }
  }

  /// Where the border cuts nothing off.
  @Test func asManyPixelsAsTheAreaSays() {
    var counted = 0
    for index in 0..<8 {
      let outline = outline("\(index)"), mask = drawn(outline, size: 128)
      guard let figures = figures(mask), !figures.touchesBorder else { continue }
      counted += 1
      let area = Double(mask.pixelCounts[1]) * (2.0 / 128) * (2.0 / 128)
      #expect(abs(area / outline.area - 1) < 0.01, "\(index): \(area) against \(outline.area)")
    }
    #expect(counted > 3)
  }

  @Test(arguments: [1.0, 2.0])
  func everyLesionIsOnePieceOfReasonableSize(irregularity: Double) {
    for index in 0..<16 {
      let mask = drawn(outline("\(index)", irregularity: irregularity), size: 64)
      let figures = figures(mask)
      #expect(figures?.pieces == 1, "\(index)")
      #expect((0.03...0.83).contains(figures?.share ?? 0), "\(index)")
    }
  }

  private func meanIrregularity(_ irregularity: Double) -> Double {
    let all = (0..<8).compactMap { figures(drawn(outline("\($0)", irregularity: irregularity), size: 64)) }
    return all.reduce(0) { $0 + $1.irregularity } / Double(all.count)
  }

  @Test func moreIrregularityMakesRougherOutlines() {
    let (none, usual, much) = (meanIrregularity(0), meanIrregularity(1), meanIrregularity(2))
    #expect(1 < none && none < usual && usual < much)
  }

  /// P²/(4πA) of an ellipse of area π with the half axes √q and 1/√q, its perimeter after Ramanujan.
  private func irregularity(ofEllipse elongation: Double) -> Double {
    let long = elongation.squareRoot(), short = 1 / long
    let product = (3 * long + short) * (long + 3 * short)
    let perimeter = Double.pi * (3 * (long + short) - product.squareRoot())
    return perimeter * perimeter / (4 * .pi * .pi)
  }

  @Test func outlinesAreEllipsesWithoutIrregularity() {
    for index in 0..<8 {
      let mask = drawn(outline("\(index)", irregularity: 0), size: 128)
      guard let ellipse = figures(mask), !ellipse.touchesBorder else { continue }
      let ratio = ellipse.irregularity / irregularity(ofEllipse: ellipse.elongation)
      #expect(abs(ratio - 1) < 0.06, "\(index): \(ratio)")
    }
  }

  @Test func lesionsAreDarkerThanTheSkinRoundThem() throws {
    for index in 0..<6 {
      let lesion = try lesion("\(index)", size: 40)
      let figures = try #require(MaskedImageFigures(image: lesion.image.tensor().tensor, mask: lesion.mask))
      for channel in 0..<3 {
        #expect(figures.inside.mean[channel] < 0.95 * figures.outside.mean[channel], "\(index), \(channel)")
        #expect(figures.inside.deviation[channel] > 0.02, "\(index), \(channel)")
      }
    }
  }

  @Test func hairAndRulerChangeTheImageAndNotTheMask() throws {
    let (plain, hairy, measured) = (try lesion(), try lesion(hair: 1), try lesion(ruler: 1))
    #expect(!plain.hasHair && hairy.hasHair && measured.hasRuler)
    #expect(plain.mask == hairy.mask && plain.mask == measured.mask)
    #expect(plain.image != hairy.image && plain.image != measured.image)
  }

  @Test func nothingIsLesionWhereNoLightComesThrough() throws {
    let (open, closed) = (try lesion(), try lesion(vignette: 1))
    #expect(!open.hasVignette && closed.hasVignette)
    for pixel in closed.mask.classes.indices where closed.mask.classes[pixel] == 1 {
      #expect(open.mask.classes[pixel] == 1)
    }
    let corners = [0, 63, 63 * 64, 64 * 64 - 1]
    #expect(corners.allSatisfy { closed.mask.classes[$0] == 0 && closed.image.samples[3 * $0] < 128 })
  }

  @Test(arguments: [32, 100])
  func anySizeIsSquareAndColoured(size: Int) throws {
    let lesion = try lesion(size: size, hair: 1, ruler: 1, vignette: 1)
    #expect(lesion.image.width == size && lesion.image.height == size && lesion.image.channels == 3)
    #expect(lesion.mask.width == size && lesion.mask.pixelCounts.allSatisfy { $0 > 0 })
  }

  @Test func settingsOutOfRangeAreRefused() {
    #expect(throws: SegmentationError.self) { try SkinSettings(size: 31) }
    #expect(throws: SegmentationError.self) { try SkinSettings(size: 2049) }
    #expect(throws: SegmentationError.self) { try SkinSettings(irregularity: 2.1) }
    #expect(throws: SegmentationError.self) { try SkinSettings(hairShare: 1.01) }
    #expect(throws: SegmentationError.self) { try SkinSettings(rulerShare: -0.1) }
    #expect(throws: SegmentationError.self) { try SkinSettings(vignetteShare: .nan) }
    #expect(throws: SegmentationError.self) { try SkinSettings(noise: -.infinity) }
    #expect(throws: SegmentationError.self) { try SkinSettings(blur: 11) }
  }
}
