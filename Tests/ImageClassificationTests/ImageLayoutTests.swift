import ImageClassification
import Tensors
import Testing

@Suite struct ImageLayoutTests {
  @Test(arguments: [
    ([3, 32, 24], [Axis.channel, .height, .width], true), ([32, 24, 3], [.height, .width, .channel], true),
    ([1, 28, 28], [.channel, .height, .width], true), ([28, 28], [.height, .width], true),
    ([3, 32, 3], [.channel, .height, .width], true), ([4, 32, 32], [.channel, .height, .width], true),
  ]) func axesAreConcludedFromTheShape(shape: [Int], axes: [Axis], isAssumed: Bool) throws {
    let layout = try #require(ImageLayout(shape: shape, axes: nil))
    #expect(layout.axes == axes && layout.isAssumed == isAssumed)
    #expect(layout.channels * layout.height * layout.width == shape.product)
  }

  @Test func whatIsNoImageIsRefused() {
    #expect(ImageLayout(shape: [2, 70, 32, 32], axes: nil) == nil)
    #expect(ImageLayout(shape: [10], axes: nil) == nil)
    #expect(ImageLayout(shape: [2, 32, 32], axes: [.channel, .range, .doppler]) == nil)
    #expect(ImageLayout(shape: [2, 32], axes: [.channel, .height]) == nil)
    #expect(ImageLayout(shape: [3, 32, 32], axes: [.height, .width]) == nil)
  }

  @Test(arguments: [
    [Axis.channel, .height, .width], [.height, .width, .channel], [.width, .height, .channel],
  ]) func thereAndBackIsTheSame(axes: [Axis]) throws {
    let image = Tensor(shape: [2, 3, 4], scalars: (0..<24).map(Float.init))
    let extents: [Axis: Int] = [.channel: 2, .height: 3, .width: 4]
    let layout = try #require(ImageLayout(shape: axes.map { extents[$0] ?? 0 }, axes: axes))
    let input = try layout.input(from: image)
    #expect(input.shape == layout.shape && !layout.isAssumed)
    #expect(try layout.image(in: input) == image)
  }

  @Test func greyMayBeWithoutChannels() throws {
    let layout = try #require(ImageLayout(shape: [3, 4], axes: nil))
    let image = Tensor(shape: [1, 3, 4], scalars: (0..<12).map(Float.init))
    #expect(try layout.input(from: image).shape == [3, 4])
    #expect(try layout.image(in: layout.input(from: image)) == image)
  }
}
