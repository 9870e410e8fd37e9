import Images
import Tensors
import Testing

@Suite struct OrientationTests {
  @Test(arguments: 1...8) func turningGivesWhatPillowGives(orientation: Int) throws {
    let image = try ExpectedImages.image("orientation-\(orientation).png")
    #expect(image.header.orientation.rawValue == orientation)
    let upright = image.upright()
    let expected = try ExpectedImages.file("upright-\(orientation)")
    #expect([upright.height, upright.width] == expected.header.shape)
    #expect(upright.samples.integers.map(Int64.init) == (try expected.integers()))
    #expect(upright.header.orientation == .upright)
    #expect(upright.header.notes.isEmpty)
  }
}
