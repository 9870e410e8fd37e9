import Attacks
import Tensors
import Testing

/// z_k(y, x) = a_k · x(y, x)² + b_k(y, x): pixel by pixel, but different at every place of a window, on the middle of it.
private final class PlaceVictim: Victim {
  let inputShape: [Int]
  let outputShape: [Int]
  private let offsetScale: Float
  private(set) var forwards = 0

  init(side: Int, output: Int, offsetScale: Float) {
    (inputShape, outputShape, self.offsetScale) = ([1, side, side], [2, output, output], offsetScale)
  }

  private func input(_ place: Int) -> Int {
    let (side, output) = (inputShape[1], outputShape[1])
    let margin = (side - output) / 2
    return (margin + place / output) * side + margin + place % output
  }

  func logits(of inputs: Tensor) throws -> Tensor {
    forwards += inputs.batchCount
    return Tensor(
      batching: inputs.samples.map { sample in
        Tensor(
          shape: outputShape,
          scalars: (0..<outputShape.product).map { index in
            let plane = outputShape[1] * outputShape[2]
            let value = sample.scalars[input(index % plane)]
            return (index < plane ? 1.5 : -0.7) * value * value + offsetScale * Float(index % 7)
          })
      })
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let logits = try logits(of: inputs)
    let cotangents = try cotangent(logits).samples
    let gradients = zip(inputs.samples, cotangents).map { sample, cotangent -> Tensor in
      var scalars = [Float](repeating: 0, count: sample.count)
      let plane = outputShape[1] * outputShape[2]
      for index in 0..<outputShape.product {
        let place = input(index % plane)
        scalars[place] += cotangent.scalars[index] * (index < plane ? 3 : -1.4) * sample.scalars[place]
      }
      return Tensor(shape: inputShape, scalars: scalars)
    }
    return (logits, Tensor(batching: gradients))
  }
}

@Suite struct WindowedVictimTests {
  private func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed)
    return Tensor(shape: shape, scalars: (0..<shape.product).map { _ in Float.random(in: -1...1, using: &stream) })
  }

  @Test(arguments: WindowBlending.allCases) func whatEveryWindowSaysOfAPixelIsTheLogit(blending: WindowBlending) throws
  {
    let victim = WindowedVictim(
      PlaceVictim(side: 6, output: 6, offsetScale: 0), height: 11, width: 14, blending: blending, largestBatch: 4)
    let images = random([2, 1, 11, 14], seed: 1)
    #expect(victim.outputShape == [2, 11, 14])
    let logits = try victim.logits(of: images)
    #expect(logits.shape == [2, 2, 11, 14])
    for image in 0..<2 {
      for pixel in 0..<154 {
        let value = images.scalars[image * 154 + pixel]
        #expect(abs(logits.scalars[image * 308 + pixel] - 1.5 * value * value) < 1e-5)
        #expect(abs(logits.scalars[image * 308 + 154 + pixel] + 0.7 * value * value) < 1e-5)
      }
    }
  }

  @Test(arguments: [(6, 6), (8, 4)], [1, 3, 1000])
  func gradientsPassTheBlending(sides: (Int, Int), largestBatch: Int) throws {
    let network = PlaceVictim(side: sides.0, output: sides.1, offsetScale: 0.3)
    let victim = WindowedVictim(network, height: 11, width: 13, overlap: 0.4, largestBatch: largestBatch)
    let images = random([2, 1, 11, 13], seed: 2)
    let weights = random([2] + victim.outputShape, seed: 3)
    // L = Σ weights · z²/2, so that the cotangent needs the blended logits.
    func loss(_ inputs: Tensor) throws -> Double {
      zip(try victim.logits(of: inputs).scalars, weights.scalars).reduce(0) {
        $0 + Double($1.1) * Double($1.0) * Double($1.0) / 2
      }
    }
    let found = try victim.logitsAndGradient(at: images) { logits in
      Tensor(shape: logits.shape, scalars: zip(logits.scalars, weights.scalars).map { $0 * $1 })
    }
    #expect(found.logits == (try victim.logits(of: images)))
    #expect(found.gradient.shape == images.shape)
    for place in stride(from: 0, to: images.count, by: 5) {
      var (up, down) = (images.scalars, images.scalars)
      up[place] += 0.01
      down[place] -= 0.01
      let step = Double(up[place]) - Double(down[place])
      let difference =
        try (loss(Tensor(shape: images.shape, scalars: up)) - loss(Tensor(shape: images.shape, scalars: down))) / step
      #expect(abs(difference - Double(found.gradient.scalars[place])) < 2e-3 * max(1, abs(difference)))
    }
  }

  @Test func aGradientCostsOnePassWhereAllWindowsFit() throws {
    for (largestBatch, forwards) in [(100, 1), (2, 2)] {
      let network = PlaceVictim(side: 6, output: 6, offsetScale: 0)
      let victim = WindowedVictim(network, height: 9, width: 9, largestBatch: largestBatch)
      _ = try victim.logitsAndGradient(at: random([1, 1, 9, 9], seed: 4)) { $0 }
      #expect(network.forwards == forwards * victim.windows.count)
    }
  }

  /// Windows of 6 × 6 on 14 × 20 pixels; the region lies in columns 15 to 17, which few windows see.
  @Test(arguments: [1, 3, 1000]) func windowsThatARegionLeavesAloneAreAskedOnce(largestBatch: Int) throws {
    let network = PlaceVictim(side: 6, output: 4, offsetScale: 0.3)
    let victim = WindowedVictim(network, height: 14, width: 20, largestBatch: largestBatch)
    let images = random([2, 1, 14, 20], seed: 6)
    let region = Region(
      shape: [1, 14, 20], allowed: (0..<280).map { (15...17).contains($0 % 20) && (2...12).contains($0 / 20) },
      name: "test")
    let fixed = try images.samples.map { try #require(try victim.fixedPart(of: $0, outside: region)) }
    #expect(fixed.allSatisfy { $0.axis == 2 && $0.positions == 15..<18 })

    let changed = images.map { $0 * $0 }
    let points = Tensor(
      batching: zip(images.samples, changed.samples).map { region.selecting($1, over: $0) })
    let (logits, gradient) = try victim.logitsAndGradient(at: points) { $0.map { $0 + 1 } }
    let whole = network.forwards
    var asked: [Int] = []
    let beside = try victim.logitsAndGradient(at: points, beside: fixed) { logits, index in
      asked.append(index)
      return logits.map { $0 + 1 }
    }
    let touched = victim.windows.windows(touching: 15..<18, alongAxis: 2).count
    #expect(touched < victim.windows.count / 2)
    let passes = touched > largestBatch ? 2 : 1
    #expect(network.forwards - whole == 2 * passes * touched, "touched windows only")
    #expect(asked == [0, 1])
    #expect(zip(beside.logits.scalars, logits.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
    for (index, pair) in zip(beside.gradient.scalars, gradient.scalars).enumerated()
    where region.allowed[index % 280] {
      #expect(abs(pair.0 - pair.1) < 1e-5 && pair.1 != 0)
    }
    let plain = try victim.logits(of: points, beside: fixed)
    #expect(plain == beside.logits)
    #expect(try victim.logits(of: points.selectingSamples([1]), beside: [fixed[1]]) == plain.selectingSamples([1]))

    #expect(try victim.fixedPart(of: images.sample(0), outside: .all([1, 14, 20])) == nil)
    let empty = Region(shape: [1, 14, 20], allowed: region.allowed.map { _ in false }, name: "nothing")
    #expect(try victim.fixedPart(of: images.sample(0), outside: empty) == nil)
  }

  @Test func anImageOfTheNetworksSizeIsLeftAlone() throws {
    let network = PlaceVictim(side: 6, output: 6, offsetScale: 0.3)
    let image = random([1, 1, 6, 6], seed: 5)
    #expect(try WindowedVictim(network, height: 6, width: 6).logits(of: image) == network.logits(of: image))
  }
}
