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
}
