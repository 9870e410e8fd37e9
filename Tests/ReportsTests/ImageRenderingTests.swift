import Reports
import Tensors
import Testing

@Suite struct ImageRenderingTests {
  @Test func signedPlanesAreBlueBelowWhiteAtAndRustAboveZero() {
    let raster = ImageRendering.signed(Tensor(shape: [1, 3], scalars: [-0.5, 0, 0.5]), limit: 0.5)
    #expect(raster[0, 0] == ColourMap.signed.entries[0] && raster[2, 0] == ColourMap.signed.entries[255])
    #expect(raster[1, 0].contrast(with: .white) < 1.2)
    #expect(raster[0, 0].blue > raster[0, 0].red && raster[2, 0].red > raster[2, 0].blue)
  }

  @Test func anUnchangedPlaneIsWhite() {
    let raster = ImageRendering.signed(Tensor(repeating: 0, shape: [2, 2]), limit: 0)
    #expect(raster[1, 1].contrast(with: .white) < 1.2)
  }

  @Test func valuesThatAreNotNumbersAreGrey() {
    let plane = Tensor(shape: [1, 3], scalars: [.nan, .infinity, -.infinity])
    let raster = ImageRendering.mapped(plane, over: 0...1, with: .signal)
    #expect(raster[0, 0] == .undefined && raster[1, 0] == ColourMap.signal.entries[255])
    #expect(ImageRendering.mapped(plane, over: 2...2, with: .signal)[0, 0] == .undefined)
    #expect(ImageRendering.finiteRange(of: [plane]) == 0...0)
  }

  @Test func photographsTakeGreyAndColour() {
    let grey = ImageRendering.photograph(Tensor(shape: [1, 1, 2], scalars: [0, 1]), bounds: 0...1)
    #expect(grey[0, 0] == .black && grey[1, 0] == .white)
    let colour = ImageRendering.photograph(Tensor(shape: [3, 1, 1], scalars: [255, 0, 128]), bounds: 0...255)
    #expect(colour[0, 0] == RGB(255, 0, 128))
    #expect(ImageRendering.photograph(Tensor(repeating: 1, shape: [2, 2]), bounds: 1...1)[0, 0] == .black)
  }

  @Test func theLargestDifferenceKeepsItsSign() {
    let clean = Tensor(repeating: 0, shape: [2, 1, 2])
    let changed = Tensor(shape: [2, 1, 2], scalars: [0.1, -0.3, -0.2, 0.2])
    #expect(ImageRendering.largestDifference(changed, from: clean).scalars == [-0.2, -0.3])
  }

  @Test func overlaysOutlineAndTintOnlyTheirClasses() {
    let picture = Raster(width: 5, height: 5, fill: RGB(100, 100, 100))
    var map = Tensor(repeating: 0, shape: [5, 5])
    map.withMutableScalars { scalars in
      for index in [6, 7, 8, 11, 12, 13, 16, 17, 18] { scalars[index] = 1 }
    }
    let raster = ImageRendering.overlaying(map, on: picture)
    #expect(raster[1, 1] == ImageRendering.classColours[0])
    #expect(raster[2, 2] == RGB(100, 100, 100).covered(by: ImageRendering.classColours[0], opacity: 0.5))
    #expect(raster[0, 0] == RGB(100, 100, 100))
  }

  @Test func hostileClassValuesPaintNothing() {
    let map = Tensor(shape: [1, 5], scalars: [.nan, .infinity, -4, 1e30, 0])
    #expect(ImageRendering.overlaying(map, on: Raster(width: 5, height: 1, fill: .white))[1, 0] == .white)
  }

  @Test func masksAreResampledWithoutMixingClasses() {
    let map = Tensor(shape: [2, 2], scalars: [0, 3, 3, 0])
    #expect(Set(ImageRendering.aligned(map, height: 7, width: 5).scalars) == [0, 3])
  }
}
