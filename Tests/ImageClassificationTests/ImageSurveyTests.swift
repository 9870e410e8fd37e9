import ImageClassification
import Images
import TestSupport
import Testing

@Suite struct ImageSurveyTests {
  @Test func whatIsDoneToHowManyImagesIsCounted() throws {
    let folder = try TemporaryFolder()
    try Pictures.png([1, 2, 3], to: folder.file("a.png"))
    try Pictures.png([1], colour: .grey, to: folder.file("b.png"))
    try Pictures.png([1], depth: 16, colour: .grey, to: folder.file("c.png"))
    try Pictures.text("no image", to: folder.file("d.png"))
    let survey = try ImageSurvey(
      of: ["a.png", "b.png", "c.png", "d.png"].map(folder.file), reader: ImageReader(channels: 3), height: 3, width: 4)
    #expect(survey.imageCount == 3)
    #expect(survey.notes.map(\.words) == ["grey is repeated on three channels"])
    #expect(survey.notes.map(\.count) == [2])
    #expect(survey.kinds.map(\.count) == [1, 1, 1])
    #expect(survey.fewestLevels == 255)
  }

  @Test func anotherSizeIsNamedWithItsFileAndWhatToDo() throws {
    let folder = try TemporaryFolder()
    try Pictures.png([1, 2, 3], to: folder.file("a.png"))
    try Pictures.png([1, 2, 3], width: 7, height: 5, to: folder.file("b.png"))
    try Pictures.png([1, 2, 3], width: 8, height: 5, to: folder.file("c.png"))
    let paths = ["a.png", "b.png", "c.png"].map(folder.file)
    let error = #expect(throws: ImageError.self) {
      try ImageSurvey(of: paths, reader: ImageReader(channels: 3), height: 3, width: 4)
    }
    #expect(error?.what == "the image is 7 × 5, the model takes 4 × 3; 2 of 3 images do not fit")
    #expect(error?.source == folder.file("b.png"))
    #expect(error?.hint == "use --resize 4x3, or --crop and --pad")
    let resized = ImageReader(channels: 3, geometry: try SampleGeometry(crop: nil, resize: "4x3"))
    #expect(try ImageSurvey(of: paths, reader: resized, height: 3, width: 4).imageCount == 3)
  }
}
