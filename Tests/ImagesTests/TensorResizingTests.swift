import Images
import Tensors
import Testing

@Suite struct TensorResizingTests {
  @Test(
    arguments: [(4, 5), (9, 14), (3, 29), (20, 6), (1, 1), (18, 28)], [false, true])
  func resizingIsThatOfPyTorch(size: (height: Int, width: Int), antialiasing: Bool) throws {
    let source = try ExpectedImages.file("resize-source").tensor()
    let kind = antialiasing ? "smooth" : "plain"
    let expected = try ExpectedImages.file("resize-\(size.height)-\(size.width)-\(kind)").tensor()
    let result = source.resizedLinearly(height: size.height, width: size.width, antialiasing: antialiasing)
    #expect(result.shape == expected.shape)
    #expect(zip(result.scalars, expected.scalars).allSatisfy { abs($0 - $1) < 2e-6 })
  }
}
