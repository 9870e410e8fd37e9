import Attacks
import Tensors
import Testing

/// What each corruption does to inputs made to show it.
@Suite struct CorruptionTests {
  private let axes: [Axis] = [.channel, .time, .range, .doppler]
  private let shape = [1, 10, 20, 8]

  private func recording(seed: UInt64 = 1) -> Tensor {
    var stream = RandomStream(seed: seed)
    // A ramp over the range, so that a larger shift is farther away, and some noise.
    let scalars = (0..<shape.product).map { index -> Float in
      0.2 + 0.4 * Float(index / 8 % 20) / 20 + 0.1 * stream.nextUniform()
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  private func apply(
    _ corruption: Corruption, to input: Tensor, severity: Int = 3, bounds: ClosedRange<Float> = 0...1, seed: UInt64 = 9
  ) -> Tensor {
    var stream = RandomStream(seed: seed)
    return corruption.applied(to: input, severity: severity, axes: axes, bounds: bounds, using: &stream)
  }

  @Test(arguments: Corruption.allCases)
  func growsWithTheSeverityStaysInBoundsAndRepeatsItself(corruption: Corruption) {
    let input = recording()
    let results = (1...5).map { apply(corruption, to: input, severity: $0) }
    let distances = results.map { PerturbationNorms(clean: input, adversarial: $0).l2 }
    #expect(distances[0] > 0 && distances == distances.sorted() && distances[4] > 1.2 * distances[0], "\(distances)")
    for (index, result) in results.enumerated() {
      #expect(result.shape == shape && result.scalars.allSatisfy { (0...1).contains($0) })
      #expect(apply(corruption, to: input, severity: index + 1) == result)
    }
    let isRandom = ![.blur, .brightness, .contrast, .pixelation].contains(corruption)
    let others = (10..<14).map { apply(corruption, to: input, seed: $0) }
    #expect(others.contains { $0 != results[2] } == isRandom)
  }

  @Test func theNoiseFloorRaisesWhatWasNothing() {
    let silent = Tensor(repeating: -1, shape: shape)
    let result = apply(.noiseFloor, to: silent, severity: 3, bounds: -1...1)
    let mean = result.scalars.reduce(0.0) { $0 + Double($1) + 1 } / Double(result.count)
    // Rayleigh: σ √(π/2), σ = 0.04 of a width of 2.
    #expect(abs(mean - 0.08 * 1.2533) < 0.003)
    let loud = apply(.noiseFloor, to: Tensor(repeating: 0.5, shape: shape), bounds: -1...1)
    let change = loud.scalars.reduce(0.0) { $0 + Double($1) - 0.5 } / Double(loud.count)
    #expect(abs(change) < 0.01)
  }

  @Test func theGainDriftsWithTheFramesAlone() {
    let input = recording()
    let result = apply(.gainDrift, to: input, severity: 5)
    var gains: Set<Float> = []
    for frame in 0..<10 {
      let places = (0..<input.count).filter { $0 / 160 % 10 == frame && result.scalars[$0] < 1 }
      let ratios = places.map { result.scalars[$0] / input.scalars[$0] }
      #expect((ratios.max() ?? 0) - (ratios.min() ?? 0) < 1e-5)
      gains.insert(((ratios.first ?? 0) * 1000).rounded())
    }
    #expect(gains.count > 4)
  }

  @Test func clutterStandsStillAtDopplerZero() {
    let silent = Tensor(repeating: 0, shape: shape)
    let result = apply(.staticClutter, to: silent)
    let changed = result.scalars.indices.filter { result.scalars[$0] > 0 }
    #expect(!changed.isEmpty && changed.allSatisfy { $0 % 8 == 4 })
    for index in changed { #expect(result.scalars[index] == result.scalars[index % 160]) }
    #expect(changed.count.isMultiple(of: 10))
  }

  @Test func droppedFramesShowTheOneBefore() {
    let input = recording()
    let result = apply(.droppedFrames, to: input, severity: 4)
    func frame(_ tensor: Tensor, _ index: Int) -> [Float] { Array(tensor.scalars[index * 160..<(index + 1) * 160]) }
    let sources = (0..<10).map { index in (0..<10).first { frame(input, $0) == frame(result, index) } }
    #expect(sources.allSatisfy { $0 != nil })
    #expect(sources.enumerated().count { $0.element != $0.offset } == 3)
    let held = sources.compactMap { $0 }
    #expect(held == held.sorted())
  }

  @Test func rangeBinsMoveTogether() {
    let input = recording()
    let result = apply(.shiftedRangeBins, to: input, severity: 5)
    let shifts = [-4, 4].filter { shift in
      input.scalars.indices.allSatisfy { index in
        let range = index / 8 % 20
        return result.scalars[index] == input.scalars[index + (min(max(range - shift, 0), 19) - range) * 8]
      }
    }
    #expect(shifts.count == 1)
  }

  @Test func brightnessAddsAndContrastKeepsTheMean() {
    let input = recording()
    let bright = apply(.brightness, to: input, severity: 1)
    #expect(close(bright.scalars, input.scalars.map { min($0 + 0.1, 1) }))
    let flat = apply(.contrast, to: input, severity: 4)
    for plane in 0..<10 {
      let before = Array(input.scalars[plane * 160..<(plane + 1) * 160])
      let mean: Float = before.reduce(0, +) / 160
      let expected = before.map { value -> Float in mean + 0.1 * (value - mean) }
      #expect(close(Array(flat.scalars[plane * 160..<(plane + 1) * 160]), expected))
    }
  }

  @Test func pixelsAreMeansOfBlocks() {
    var stream = RandomStream(seed: 1)
    let input = Tensor(shape: [4, 4], scalars: (0..<16).map { Float($0) / 16 })
    let result = Corruption.pixelation.applied(
      to: input, severity: 2, axes: [.height, .width], bounds: 0...1, using: &stream)
    let blocks: [Float] = [2.5, 4.5, 10.5, 12.5]
    let expected = (0..<16).map { place -> Float in blocks[place / 8 * 2 + place % 4 / 2] / 16 }
    #expect(close(result.scalars, expected))
  }

  @Test func blurKeepsTheSumAndLowersThePeak() {
    var spot = [Float](repeating: 0, count: 160)
    spot[10 * 8 + 4] = 1
    let input = Tensor(shape: [1, 1, 20, 8], scalars: spot)
    let result = apply(.blur, to: input, severity: 5)
    #expect(abs(result.scalars.reduce(0, +) - 1) < 1e-5 && (result.scalars.max() ?? 1) < 0.9)
  }

  @Test func anAxisThatIsMissingIsSaid() {
    #expect(Corruption.droppedFrames.complaint(about: [.height, .width]) != nil)
    #expect(Corruption.shiftedRangeBins.complaint(about: [.time, .doppler]) != nil)
    #expect(Corruption.radar.allSatisfy { $0.complaint(about: axes) == nil })
    #expect(Corruption.image.allSatisfy { $0.complaint(about: [.channel, .height, .width]) == nil })
    #expect(Set(Corruption.radar + Corruption.image) == Set(Corruption.allCases))
  }
}
