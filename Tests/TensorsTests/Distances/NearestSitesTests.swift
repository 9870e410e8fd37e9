import Tensors
import Testing

/// Against every distance to every site, one by one.
@Suite struct NearestSitesTests {
  private static func isSite(_ seed: UInt64, share: Float) -> (Int) -> Bool {
    { pixel in
      var random = RandomStream(seed: seed, sample: "\(pixel)", attack: "sites")
      return random.nextUniform() < share
    }
  }

  private static func squaredDistance(_ first: Int, _ second: Int, width: Int, _ spacing: PixelSpacing) -> Double {
    let rows = Double(first / width - second / width) * spacing.row
    let columns = Double(first % width - second % width) * spacing.column
    return rows * rows + columns * columns
  }

  @Test(
    arguments: [(1, 1), (1, 9), (9, 1), (13, 17), (16, 5)],
    [PixelSpacing(row: 1, column: 1), PixelSpacing(row: 0.3, column: 2.75), PixelSpacing(row: 5, column: 0.7)])
  func noSiteIsNearer(size: (height: Int, width: Int), spacing: PixelSpacing) {
    let count = size.height * size.width
    for (seed, share) in [(1, Float(0.05)), (2, 0.3), (3, 0.9)] {
      let isSite = Self.isSite(UInt64(seed), share: share)
      let sites = (0..<count).filter(isSite)
      let nearest = NearestSites(height: size.height, width: size.width, spacing: spacing, isSite: isSite)
      for pixel in 0..<count {
        let distances = sites.map { Self.squaredDistance(pixel, $0, width: size.width, spacing) }
        guard let least = distances.min() else {
          #expect(nearest.squaredDistances[pixel] == .infinity && nearest.sites[pixel] == pixel)
          continue
        }
        #expect(abs(nearest.squaredDistances[pixel] - least) <= 1e-12 * least)
        let told = Self.squaredDistance(pixel, nearest.sites[pixel], width: size.width, spacing)
        #expect(sites.contains(nearest.sites[pixel]) && abs(told - least) <= 1e-12 * least)
      }
    }
  }

  @Test func theNearestInPixelsIsNotTheNearestInMillimetres() {
    // Three columns to the right, or two rows down that lie 5 mm apart.
    let isSite = { (pixel: Int) in pixel == 3 || pixel == 8 }
    #expect(NearestSites(height: 3, width: 4, isSite: isSite).sites[0] == 8)
    let nearest = NearestSites(height: 3, width: 4, spacing: PixelSpacing(row: 5, column: 1), isSite: isSite)
    #expect(nearest.sites[0] == 3 && nearest.squaredDistances[0] == 9 && nearest.squaredDistances[4] == 25)
  }
}
