import Images
import Segmentation
import Tensors
import Testing

@Suite struct SampleGeometryTests {
  private let image = Tensor(shape: [1, 2, 4], scalars: (0..<8).map(Float.init))
  private let mask = drawn(["0123", "3210"], classCount: 4)

  @Test func imageAndMaskGetTheSameTreatment() throws {
    let geometry = try SampleGeometry(crop: "1,0,2,2", pad: "0,1,0,0:edge", resize: "6x4")
    let image = try geometry.applied(to: image, source: "i.png")
    let mask = try geometry.applied(to: mask, source: "m.png")
    #expect(image.shape == [1, 4, 6])
    #expect(mask == drawn(["vv1122", "vv1122", "vv2211", "vv2211"], classCount: 4))
    #expect(
      "\(geometry)"
        == "cut to columns 1..<3, rows 0..<2; padded top 0, left 1, bottom 0, right 0 (image edge, mask void); "
        + "resized to 6 × 4 (image linear with antialiasing, mask nearest)")
  }

  /// A crop of 2 × 2 padded to 3 × 2 and resized to 6 × 4: twice as many pixels a length along both axes.
  @Test func onlyResizingBringsPixelsNearer() throws {
    let stored = PixelSpacing(row: 0.6, column: 0.5)
    func spacing(_ geometry: SampleGeometry) throws -> PixelSpacing {
      try geometry.spacing(of: stored, width: 4, height: 2, source: "i.png")
    }
    #expect(try spacing(SampleGeometry(crop: "1,0,2,2", pad: "0,1,0,0:edge")) == stored)
    #expect(try spacing(SampleGeometry(crop: nil, pad: "multiple:8")) == stored)
    let resized = try SampleGeometry(crop: "1,0,2,2", pad: "0,1,0,0:edge", resize: "6x4")
    #expect(try spacing(resized) == PixelSpacing(row: 0.3, column: 0.25))
    #expect(throws: ImageError.self) { try spacing(SampleGeometry(crop: "5x5", resize: "6x4")) }
  }

  @Test func theMiddleIsCut() throws {
    let geometry = try SampleGeometry(crop: "2x1")
    #expect(try geometry.applied(to: image, source: "i").scalars == [1, 2])
    #expect("\(geometry)" == "cut to the middle 2 × 1")
    #expect("\(SampleGeometry())" == "as stored")
  }

  @Test func aCropThatDoesNotFitIsAnError() throws {
    for crop in ["3,0,2,1", "5x1", "0,0,1,3"] {
      let geometry = try SampleGeometry(crop: crop)
      #expect(throws: ImageError.self) { try geometry.applied(to: image, source: "i.png") }
      #expect(throws: ImageError.self) { try geometry.applied(to: mask, source: "m.png") }
    }
  }

  @Test func absurdSizesAreRefusedBeforeMemoryIsTaken() throws {
    for geometry in [
      try SampleGeometry(crop: nil, pad: "60000:zero"), try SampleGeometry(crop: nil, resize: "65000"),
    ] {
      #expect(throws: ImageError.self) { try geometry.applied(to: image, source: "i.png") }
    }
  }

  @Test(arguments: [
    ("crop", "1,2,3"), ("crop", "0,0,0,1"), ("crop", "-1,0,2,2"), ("crop", "ax2"), ("crop", "3"), ("pad", "3"),
    ("pad", "3:mirror"), ("pad", "1,2:zero"), ("pad", "-1:zero"), ("resize", "0x3"), ("resize", "1x2x3"),
    ("resize", "x"), ("resize", "99999999999999999999"),
  ]) func nonsenseIsRefused(flag: String, text: String) {
    let error = #expect(throws: ImageError.self) {
      try SampleGeometry(
        crop: flag == "crop" ? text : nil, pad: flag == "pad" ? text : nil, resize: flag == "resize" ? text : nil)
    }
    #expect(error?.source == "--\(flag)")
  }

  @Test func paddingToAMultipleIsTheLastStep() throws {
    let geometry = try SampleGeometry(crop: nil, pad: "multiple:4", resize: "5x6")
    #expect(geometry.description.hasSuffix("padded to multiples of 4 (image edge, mask void)"))
    let image = try geometry.applied(to: Tensor(shape: [1, 2, 2], scalars: [1, 1, 1, 1]), source: "x")
    #expect(image.shape == [1, 8, 8])
    #expect(image.scalars.allSatisfy { $0 == 1 })
    let mask = try geometry.applied(to: drawn(["11", "11"]), source: "x")
    #expect((mask.height, mask.width, mask.voidCount) == (8, 8, 64 - 30))
    // One column of three stands in front, two behind.
    #expect((mask[1, 0], mask[1, 1], mask[1, 5], mask[1, 6]) == (Mask.void, 1, 1, Mask.void))
    let size = try geometry.size(width: 2, height: 2, source: "x")
    #expect((size.width, size.height) == (8, 8))
    let fitting = try SampleGeometry(crop: nil, pad: "multiple:2:zero")
    #expect(try fitting.applied(to: drawn(["11", "11"]), source: "x") == drawn(["11", "11"]))
  }

  @Test(arguments: ["multiple:", "multiple:1", "multiple:0", "multiple:8:soft", "multiple:8:edge:x", "multiple:99999"])
  func multiplesThatAreNoneAreRefused(text: String) {
    #expect(throws: ImageError.self) { try SampleGeometry(crop: nil, pad: text) }
  }
}
