import Images
import Segmentation
import Tensors
import Testing

@Suite struct SegmentationSurveyTests {
  private func sample(
    _ id: String, bits: Int = 8, mask: [String] = ["1."], notes: [String] = []
  ) -> SegmentationSample {
    SegmentationSample(
      id: id, image: Tensor(shape: [1, 1, 2], scalars: [0, 1]), truth: drawn(mask), coding: .oneBit,
      stored: ImageHeader(width: 2, height: 1, colour: .grey, bitDepth: bits), imagePath: "", maskPath: "",
      notes: notes)
  }

  private func sentences(_ samples: [SegmentationSample]) -> [String] {
    var survey = SegmentationSurvey()
    for sample in samples { survey.add(sample) }
    return survey.sentences
  }

  @Test func notesOfAllImagesAreCounted() {
    let all = [sample("a", notes: ["x", "own"]), sample("b", notes: ["y", "x"]), sample("c", notes: ["x", "y"])]
    #expect(
      sentences(all) == ["All 3 images: x", "2 of 3 images, the first b: y", "a: own"])
    #expect(sentences([sample("a", notes: ["x"])]) == ["a: x"])
    #expect(sentences([sample("a")]).isEmpty && sentences([]).isEmpty)
  }

  @Test func moreThanEightBitsAndVoidPixelsAreSaid() {
    #expect(
      sentences([sample("a"), sample("b", bits: 16)]) == [
        "b: stored with 16 bits a value; answers are rounded to 8 bits, which is coarser"
      ])
    #expect(
      sentences([sample("a", mask: ["1v"]), sample("b", mask: ["vv"])]) == [
        "a: pixels of the mask without a class (void) count in no score",
        "b: no pixel of the mask has a class (all are void), so there is nothing to judge",
      ])
  }

  @Test func notesThatTellAllImagesApartAreNotAllListed() {
    let listed = sentences((0..<15).map { sample("s\($0)", notes: ["slice \($0)"]) })
    #expect(listed.count == 13 && listed.first == "s0: slice 0" && listed[11] == "s11: slice 11")
    #expect(listed.last == "3 more such notes are left out; 'chaff inspect' shows those of a file.")
  }
}
