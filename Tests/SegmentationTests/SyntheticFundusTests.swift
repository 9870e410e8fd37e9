import Foundation
import Images
import Segmentation
import Testing

@Suite struct SyntheticFundusTests {
  private func eye(_ id: String = "a", seed: UInt64 = 1, size: Int = 128, lesions: Double = 0) throws -> SyntheticFundus
  {
    SyntheticFundus(id: id, seed: seed, settings: try FundusSettings(size: size, lesionShare: lesions))
  }

  /// The mean of a channel over the pixels for which `isWanted` holds.
  private func mean(_ image: Image, channel: Int, where isWanted: (Int) -> Bool) -> Double {
    let pixels = (0..<image.width * image.height).filter(isWanted)
    return Double(pixels.reduce(0) { $0 + image.samples[3 * $1 + channel] }) / Double(max(1, pixels.count))
  }

  @Test func theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws {
    let first = try eye()
    #expect(try first.image.pngBytes() == eye().image.pngBytes())
    #expect(try first.mask == eye().mask)
    #expect(try first.mask != eye(seed: 2).mask)
    #expect(try first.mask != eye("b").mask)
  }

  @Test(arguments: [96, 128, 256])
  func fiveToFifteenPercentOfTheImageIsVessel(size: Int) throws {
    for index in 0..<24 {
      let mask = try eye("eye \(index)", size: size).mask
      let share = Double(mask.pixelCounts[1]) / Double(mask.classes.count)
      #expect((0.05...0.15).contains(share), "eye \(index) at \(size)")
    }
  }

  @Test(arguments: [32, 100, 129])
  func anySizeIsSquareAndOfTwoClasses(size: Int) throws {
    let eye = try eye(size: size)
    #expect(eye.image.width == size && eye.image.height == size)
    #expect(eye.mask.width == size && eye.mask.height == size)
    #expect(eye.image.channels == 3)
    #expect(eye.mask.pixelCounts.allSatisfy { $0 > 0 })
  }

  @Test func vesselsHangTogetherFromTheDiscOn() throws {
    for index in 0..<12 {
      let eye = try eye("eye \(index)")
      let reached = ConnectedPixels(of: eye.mask, from: eye.disc).count
      #expect(Double(reached) >= 0.97 * Double(eye.mask.pixelCounts[1]), "eye \(index)")
    }
  }

  @Test func vesselsAreDarkerThanTheGroundBesideThemMostOfAllInGreen() throws {
    for index in 0..<12 {
      let eye = try eye("eye \(index)")
      let near = eye.mask.dilated(radius: 3)
      // The disc is another ground, and so is the surround.
      func counts(_ pixel: Int) -> Bool {
        let (row, column) = (Double(pixel / 128), Double(pixel % 128))
        return hypot(row - eye.disc.row, column - eye.disc.column) > 2 * eye.disc.radius
          && hypot(row - 63.5, column - 63.5) < 55
      }
      let ratios = (0..<3).map { channel in
        mean(eye.image, channel: channel) { eye.mask.classes[$0] == 1 && counts($0) }
          / mean(eye.image, channel: channel) { near.classes[$0] == 1 && eye.mask.classes[$0] == 0 && counts($0) }
      }
      #expect(ratios[1] < 0.85, "eye \(index)")
      #expect(ratios[0] > ratios[1] && ratios[0] < 1, "eye \(index)")
    }
  }

  @Test func theSurroundIsDarkAndTheDiscIsBright() throws {
    let eye = try eye()
    let (size, middle) = (128, 63.5)
    let corner = mean(eye.image, channel: 0) { hypot(Double($0 / size) - middle, Double($0 % size) - middle) > 64 }
    let ground = mean(eye.image, channel: 1) { hypot(Double($0 / size) - middle, Double($0 % size) - middle) < 55 }
    let disc = mean(eye.image, channel: 1) {
      eye.mask.classes[$0] == 0
        && hypot(Double($0 / size) - eye.disc.row, Double($0 % size) - eye.disc.column) < 0.7 * eye.disc.radius
    }
    #expect(corner < 12)
    #expect(disc > 1.6 * ground)
  }

  @Test func lesionsChangeTheImageAndNotTheVessels() throws {
    let (healthy, ill) = (try eye(lesions: 0), try eye(lesions: 1))
    #expect(!healthy.hasLesions && ill.hasLesions)
    #expect(healthy.mask == ill.mask)
    #expect(healthy.image != ill.image)
  }

  /// An ellipse of n rows of pixels is n ± 1 pixels high.
  @Test func discAndCupHaveTheirAreasAndTheRatioOfTheirHeights() throws {
    let settings = try FundusSettings(size: 256, lesionShare: 0, masks: .discAndCup)
    for index in 0..<12 {
      let (id, disc) = ("eye \(index)", SyntheticFundus(id: "eye \(index)", seed: 1, settings: settings))
      let vessels = try eye(id, size: 256)
      #expect(disc.image == vessels.image && disc.cupToDiscRatio == vessels.cupToDiscRatio)
      #expect(disc.mask.classCount == 3 && (0.3...0.6).contains(disc.cupToDiscRatio))
      let counts = disc.mask.pixelCounts.map(Double.init)
      let area = Double.pi * disc.disc.radius * disc.disc.radius
      #expect(abs((counts[1] + counts[2]) / area - 1) < 0.05, "\(id)")
      #expect(abs(counts[2] / (area * disc.cupToDiscRatio * disc.cupToDiscRatio) - 1) < 0.15, "\(id)")
      func rows(_ labels: Set<Int32>) -> Double {
        Double((0..<256).count { row in (0..<256).contains { labels.contains(disc.mask[row, $0]) } })
      }
      #expect(abs(rows([2]) / rows([1, 2]) - disc.cupToDiscRatio) < 0.06, "\(id)")
    }
  }

  @Test(arguments: [64, 128])
  func everyMaskHasDiscAndCup(size: Int) throws {
    let settings = try FundusSettings(size: size, masks: .discAndCup)
    for index in 0..<24 {
      let mask = SyntheticFundus(id: "eye \(index)", seed: 1, settings: settings).mask
      #expect(mask.pixelCounts.allSatisfy { $0 > 0 }, "eye \(index)")
    }
  }

  @Test func cupsAreBrighterThanTheRestOfTheDisc() throws {
    let settings = try FundusSettings(size: 256, lesionShare: 0, masks: .discAndCup)
    var (sums, counts) = ([0, 0, 0], [0, 0, 0])
    for index in 0..<12 {
      let disc = SyntheticFundus(id: "eye \(index)", seed: 1, settings: settings)
      let vessels = try eye("eye \(index)", size: 256).mask
      for (pixel, label) in disc.mask.classes.enumerated() where vessels.classes[pixel] == 0 {
        sums[Int(label)] += Int(disc.image.samples[3 * pixel + 2])
        counts[Int(label)] += 1
      }
    }
    let means = zip(sums, counts).map { Double($0) / Double(max($1, 1)) }
    #expect(counts[2] > 0 && means[2] > 1.1 * means[1] && means[1] > means[0], "\(means)")
  }

  @Test func withoutNoiseOrBlurTheSurroundIsEven() throws {
    let settings = try FundusSettings(lesionShare: 0, noise: 0, blur: 0)
    let image = SyntheticFundus(id: "a", seed: 1, settings: settings).image
    #expect(Set((0..<128).map { image.samples[3 * $0] }).count == 1)
  }

  @Test func settingsOutOfRangeAreRefused() {
    #expect(throws: SegmentationError.self) { try FundusSettings(size: 31) }
    #expect(throws: SegmentationError.self) { try FundusSettings(size: 2049) }
    #expect(throws: SegmentationError.self) { try FundusSettings(size: 63, masks: .discAndCup) }
    #expect(throws: SegmentationError.self) { try FundusSettings(lesionShare: 1.01) }
    #expect(throws: SegmentationError.self) { try FundusSettings(noise: -.infinity) }
    #expect(throws: SegmentationError.self) { try FundusSettings(blur: .nan) }
  }
}

/// The vessel pixels that can be reached from those in the optic disc, from neighbour to neighbour of eight.
private struct ConnectedPixels {
  let count: Int

  init(of mask: Mask, from disc: (row: Double, column: Double, radius: Double)) {
    var isReached = mask.classes.indices.map { pixel in
      mask.classes[pixel] == 1
        && hypot(Double(pixel / mask.width) - disc.row, Double(pixel % mask.width) - disc.column) < disc.radius
    }
    var open = isReached.indices.filter { isReached[$0] }
    while let pixel = open.popLast() {
      let (row, column) = (pixel / mask.width, pixel % mask.width)
      for nextRow in max(0, row - 1)...min(mask.height - 1, row + 1) {
        for nextColumn in max(0, column - 1)...min(mask.width - 1, column + 1) {
          let next = nextRow * mask.width + nextColumn
          guard mask.classes[next] == 1, !isReached[next] else { continue }
          isReached[next] = true
          open.append(next)
        }
      }
    }
    count = isReached.count { $0 }
  }
}
