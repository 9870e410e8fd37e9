import Engine
import Testing

@Suite struct FirstLayerTests {
  private static let small = [
    FirstLayer(batch: 2, channels: 3, results: 16, extents: [33], kernel: [5], stride: 1),
    FirstLayer(batch: 1, channels: 3, results: 16, extents: [12, 13], kernel: [3, 3], stride: 1),
    FirstLayer(batch: 1, channels: 4, results: 16, extents: [13, 12], kernel: [7, 7], stride: 2),
    FirstLayer(batch: 1, channels: 1, results: 16, extents: [5, 6, 7], kernel: [3, 3, 3], stride: 2),
  ]

  @Test(arguments: small) func bothGradientsAgree(_ layer: FirstLayer) throws {
    let found = try layer.timing(rounds: 1)
    #expect(found.difference < 1e-5, "\(layer.summary)")
    #expect(found.libraryMilliseconds > 0 && found.planMilliseconds > 0 && found.operations > 0)
    #expect(found.planImplementation.contains("input gradient"))
    #expect(!found.libraryImplementation.isEmpty)
  }

  @Test func ratesFollowFromTimes() throws {
    let found = try Self.small[1].timing(rounds: 1)
    #expect(abs(found.planGigaflops / found.libraryGigaflops - found.ratio) <= 1e-9 * found.ratio)
    #expect(abs(found.bound * 3 - 16) < 1e-12)
  }

  @Test func theUsualLayersHaveEveryStrideAndCountOfChannels() {
    let layers = FirstLayer.usual
    #expect(layers.count == 84 && Set(layers).count == 84)
    for axes in 1...3 {
      let own = layers.filter { $0.kernel.count == axes }
      #expect(Set(own.map { $0.channels }) == [1, 2, 3, 4] && Set(own.map { $0.stride }) == [1, 2])
    }
  }
}
