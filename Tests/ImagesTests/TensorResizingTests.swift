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

  /// 388 × 388 to 256 × 256 made 1.0000001 of white.
  @Test(arguments: [(388, 256), (7, 5), (10, 31), (428, 572)], [false, true])
  func whiteStaysWhite(side: (from: Int, to: Int), antialiasing: Bool) {
    let source = Tensor(shape: [1, side.from, 3], scalars: [Float](repeating: 1, count: side.from * 3))
    let result = source.resizedLinearly(height: side.to, width: 2, antialiasing: antialiasing)
    #expect(result.scalars.allSatisfy { $0 <= 1 && $0 > 0.999_999 })
  }
}
