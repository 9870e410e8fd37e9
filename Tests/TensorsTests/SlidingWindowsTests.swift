import Tensors
import Testing

@Suite struct SlidingWindowsTests {
  private static let cases: [(height: Int, width: Int, window: [Int], output: [Int], overlap: Double)] = [
    (8, 8, [8, 8], [8, 8], 0.5), (9, 8, [8, 8], [8, 8], 0.5), (23, 17, [8, 6], [8, 6], 0.5),
    (23, 17, [8, 6], [8, 6], 0), (30, 31, [7, 9], [7, 9], 0.9), (20, 21, [9, 10], [5, 4], 0.25),
    (5, 40, [1, 1], [1, 1], 0),
  ]

  private func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed)
    return Tensor(shape: shape, scalars: (0..<shape.product).map { _ in Float.random(in: -1...1, using: &stream) })
  }

  private func dot(_ a: Tensor, _ b: Tensor) -> Double {
    zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  @Test(arguments: cases, WindowBlending.allCases)
  func windowsOfAnImageGiveItBack(
    how: (height: Int, width: Int, window: [Int], output: [Int], overlap: Double), blending: WindowBlending
  ) {
    let windows = SlidingWindows(
      height: how.height, width: how.width, window: how.window, output: how.output, overlap: how.overlap,
      blending: blending)
    let image = random([2, how.height, how.width], seed: 1)
    var whole = Tensor(shape: [2] + windows.outputSize)
    let (top, left) = ((how.window[0] - how.output[0]) / 2, (how.window[1] - how.output[1]) / 2)
    for index in 0..<windows.count {
      let part = windows.window(index, of: image)
      #expect(part.shape == [2] + how.window)
      let middle = Tensor(
        shape: [2] + how.output,
        scalars: (0..<2 * how.output.product).map { place in
          let (rest, column) = place.quotientAndRemainder(dividingBy: how.output[1])
          let (channel, row) = rest.quotientAndRemainder(dividingBy: how.output[0])
          return part.scalars[(channel * how.window[0] + top + row) * how.window[1] + left + column]
        })
      windows.addResult(middle, ofWindow: index, to: &whole)
    }
    #expect(
      windows.outputSize == [how.height - how.window[0] + how.output[0], how.width - how.window[1] + how.output[1]])
    for channel in 0..<2 {
      for row in 0..<windows.outputSize[0] {
        for column in 0..<windows.outputSize[1] {
          let found = whole.scalars[(channel * windows.outputSize[0] + row) * windows.outputSize[1] + column]
          let wanted = image.scalars[(channel * how.height + top + row) * how.width + left + column]
          #expect(abs(found - wanted) < 1e-6)
        }
      }
    }
  }

  @Test(arguments: cases, WindowBlending.allCases)
  func transposesAreTransposes(
    how: (height: Int, width: Int, window: [Int], output: [Int], overlap: Double), blending: WindowBlending
  ) {
    let windows = SlidingWindows(
      height: how.height, width: how.width, window: how.window, output: how.output, overlap: how.overlap,
      blending: blending)
    let image = random([1, how.height, how.width], seed: 2)
    let whole = random([1] + windows.outputSize, seed: 3)
    for index in [0, windows.count / 2, windows.count - 1] {
      let (part, result) = (random([1] + how.window, seed: 4), random([1] + how.output, seed: 5))
      var spread = Tensor(shape: image.shape)
      windows.addGradient(part, ofWindow: index, to: &spread)
      #expect(abs(dot(windows.window(index, of: image), part) - dot(image, spread)) < 1e-5)
      var added = Tensor(shape: whole.shape)
      windows.addResult(result, ofWindow: index, to: &added)
      #expect(abs(dot(added, whole) - dot(result, windows.cotangent(ofWindow: index, from: whole))) < 1e-5)
    }
  }

  @Test func neighboursOverlapByAtLeastWhatIsAskedFor() {
    let windows = SlidingWindows(height: 100, width: 10, window: [16, 10], output: [16, 10], overlap: 0.5)
    let starts = (0..<windows.count).map { windows.corner($0).row }
    #expect(starts.first == 0 && starts.last == 84)
    #expect(zip(starts, starts.dropFirst()).allSatisfy { (1...8).contains($1 - $0) })
    #expect(windows.description == "12 windows of 10 × 16 (overlap 0.5, gaussian)")
    let single = SlidingWindows(height: 16, width: 10, window: [16, 10], output: [16, 10])
    #expect(single.count == 1)
  }
}
