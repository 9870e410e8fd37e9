import Images
import Tensors
import Testing

@Suite struct ImageTensorTests {
  @Test func samplesBecomeFractionsOfTheLargest() throws {
    for (name, largest) in [("grey-1.png", 1), ("grey-2.png", 3), ("grey-4.png", 15), ("grey-16.png", 65535)] {
      let image = try ExpectedImages.image(name)
      let (tensor, notes) = image.tensor()
      #expect(tensor.shape == [1, 11, 13])
      #expect(tensor.scalars == image.samples.integers.map { Float($0) / Float(largest) })
      #expect(notes.isEmpty)
    }
  }

  @Test func colourIsSplitIntoPlanes() throws {
    let image = try ExpectedImages.image("rgb-8.png")
    let tensor = image.tensor().tensor
    #expect(tensor.shape == [3, 11, 13])
    let samples = image.samples.integers
    for pixel in [0, 77, 142] {
      for channel in 0..<3 {
        #expect(tensor.scalars[channel * 143 + pixel] == Float(samples[pixel * 3 + channel]) / 255)
      }
    }
  }

  @Test func alphaIsDroppedWithANote() throws {
    let (colour, notes) = try ExpectedImages.image("rgba-8.png").tensor()
    #expect(colour.shape[0] == 3)
    #expect(notes == ["the alpha channel is dropped, not blended with a background"])
    let grey = try ExpectedImages.image("grey-alpha-16.png").tensor()
    #expect(grey.tensor.shape[0] == 1)
    #expect(grey.notes.count == 1)
  }

  @Test func paletteImagesBecomeTheirColours() {
    let palette = Palette(colours: [Colour(red: 255, green: 0, blue: 51), Colour(red: 0, green: 102, blue: 0)])
    let image = Image(width: 3, height: 1, colour: .palette(palette), bytes: [1, 0, 1])
    #expect(image.tensor().tensor == Tensor(shape: [3, 1, 3], scalars: [0, 1, 0, 0.4, 0, 0.4, 0, 0.2, 0]))
  }

  @Test func greyIsRepeatedOnRequest() {
    let image = Image(width: 2, height: 1, colour: .grey, bytes: [0, 255])
    let (tensor, notes) = image.tensor(channels: .rgb)
    #expect(tensor == Tensor(shape: [3, 1, 2], scalars: [0, 1, 0, 1, 0, 1]))
    #expect(notes.count == 1)
  }

  @Test func colourIsWeightedAsPillowWeightsIt() throws {
    let levels = try ExpectedImages.file("picture").integers().map(UInt8.init)
    let image = Image(width: 45, height: 33, colour: .rgb, bytes: levels)
    let grey = image.tensor(channels: .grey).tensor
    let expected = try ExpectedImages.file("luminance").integers()
    #expect(grey.shape == [1, 33, 45])
    #expect(zip(grey.scalars, expected).allSatisfy { abs($0 * 255 - Float($1)) < 0.51 })
  }

  @Test func roundingIsToTheNearestLevelAndInsideTheBounds() {
    let tensor = Tensor(shape: [1, 1, 6], scalars: [-1, 0.49 / 255, 0.51 / 255, 254.6 / 255, 7, .nan])
    #expect(Image(rounding: tensor).samples == .bytes([0, 0, 1, 255, 255, 0]))
  }

  @Test func an8BitImageSurvivesTheTensorUnchanged() throws {
    let image = try ExpectedImages.image("rgb-8.png")
    #expect(Image(rounding: image.tensor().tensor).samples == image.samples)
  }
}
