import Tensors
import Testing
import Training

/// Changes of images with masks of the same size and of smaller ones.
@Suite struct ImageAugmentationTests {
  private static func layout(_ side: Int, mask: Int, channels: Int = 1) -> ExampleLayout {
    ExampleLayout(
      shape: [channels, side, side], axes: [.channel, .height, .width], bounds: 0...1, outputShape: [3, mask, mask])
  }

  /// A bright square off the middle, and the mask of it.
  private static func example(_ side: Int, mask: Int, channels: Int = 1) -> Example {
    let border = (side - mask) / 2
    func isInside(_ row: Int, _ column: Int) -> Bool {
      (side / 4..<side / 2).contains(row) && (side / 3..<2 * side / 3).contains(column)
    }
    let image = (0..<side * side).map { Float(isInside($0 / side, $0 % side) ? 0.9 : 0.1) }
    let classes = (0..<mask * mask).map { Int32(isInside($0 / mask + border, $0 % mask + border) ? 1 : 0) }
    return Example(
      id: "square", input: Tensor(shape: [channels, side, side], scalars: (0..<channels).flatMap { _ in image }),
      target: TrainingTarget(classes: classes))
  }

  private static func applied(_ text: String, _ example: Example, _ layout: ExampleLayout, epoch: Int) throws -> Example
  {
    try AugmentationPipeline(parsing: text).applied(to: example, layout: layout, seed: 4, epoch: epoch)
  }

  @Test func everyTextComesBack() throws {
    let text = "affine:15.0:0.1:0.05,gamma:0.3,gaussian:0.02"
    #expect(try AugmentationPipeline(parsing: text).description == text)
  }

  @Test(arguments: ["affine", "affine:15", "affine:200:0:0", "affine:0:0:0", "affine:1:1:0", "gamma:0", "gaussian:a"])
  func otherTextIsRefused(_ text: String) {
    #expect(throws: TrainingError.self) { try AugmentationPipeline(parsing: text) }
  }

  /// Bright where the mask says so, whatever was drawn; a border pixel of the square may be in between.
  @Test(arguments: [24, 12]) func theMaskFollowsTheImage(_ mask: Int) throws {
    let (layout, example) = (Self.layout(24, mask: mask, channels: 2), Self.example(24, mask: mask, channels: 2))
    let border = (24 - mask) / 2
    var (seen, moved) = (0, 0)
    for epoch in 0..<30 {
      let changed = try Self.applied("affine:40:0.3:0.2", example, layout, epoch: epoch)
      #expect(changed.input.shape == [2, 24, 24] && changed.target.classes.count == mask * mask)
      if changed.target != example.target { moved += 1 }
      for (place, label) in changed.target.classes.enumerated() where label >= 0 {
        let value = changed.input.scalars[(place / mask + border) * 24 + place % mask + border]
        #expect(label == 1 ? value >= 0.29 : value <= 0.71)
        seen += 1
      }
    }
    #expect(seen > 15 * mask * mask && moved > 25)
  }

  @Test func whatComesFromBeyondTheMaskIsVoid() throws {
    let (layout, example) = (Self.layout(24, mask: 12), Self.example(24, mask: 12))
    let voids = try (0..<20).map { epoch in
      try Self.applied("affine:0:0:0.3", example, layout, epoch: epoch).target.classes.count { $0 == -1 }
    }
    #expect(voids.allSatisfy { $0 < 144 } && voids.contains { $0 > 20 })
  }

  @Test func aMotionWithoutSizeChangesNothing() throws {
    let (layout, example) = (Self.layout(24, mask: 24), Self.example(24, mask: 24))
    for epoch in 0..<5 {
      let changed = try Self.applied("affine:0:0:0.000001", example, layout, epoch: epoch)
      #expect(changed.target == example.target)
      for (now, then) in zip(changed.input.scalars, example.input.scalars) { #expect(abs(now - then) < 1e-3) }
    }
  }

  @Test func gammaKeepsTheEndsAndTheOrder() throws {
    let layout = ExampleLayout(
      shape: [1, 1, 5], axes: [.channel, .height, .width], bounds: -1...3, outputShape: [2, 1, 5])
    let ramp = Example(
      id: "r", input: Tensor(shape: [1, 1, 5], scalars: [-1, 0, 1, 2, 3]),
      target: TrainingTarget(classes: [0, 0, 0, 0, 0]))
    var (dark, light) = (0, 0)
    for epoch in 0..<20 {
      let values = try Self.applied("gamma:0.5", ramp, layout, epoch: epoch).input.scalars
      #expect(values.first == -1 && values.last == 3 && values == values.sorted())
      // The middle is ½ to the power of 1/1.5 to 1.5.
      #expect(values[2] >= -1 + 4 * 0.353 && values[2] <= -1 + 4 * 0.631)
      if values[2] < 1 { dark += 1 } else { light += 1 }
    }
    #expect(dark > 2 && light > 2)
  }

  @Test func gaussianNoiseHasItsDeviationAndNoDirection() throws {
    let layout = Self.layout(32, mask: 32)
    let grey = Example(
      id: "g", input: Tensor(repeating: 0.5, shape: [1, 32, 32]),
      target: TrainingTarget(classes: [Int32](repeating: 0, count: 1024)))
    var deviations: [Double] = []
    for epoch in 0..<20 {
      let differences = try Self.applied("gaussian:0.05", grey, layout, epoch: epoch).input.scalars.map {
        Double($0) - 0.5
      }
      let deviation = (differences.reduce(0) { $0 + $1 * $1 } / 1024).squareRoot()
      #expect(deviation < 0.06 && abs(differences.reduce(0, +) / 1024) < 0.2 * deviation + 1e-6)
      deviations.append(deviation)
    }
    #expect(deviations.max() ?? 0 > 0.03 && deviations.min() ?? 1 < 0.02)
  }

  @Test func radarSequencesHaveNoHeight() {
    #expect(throws: TrainingError.self) {
      try AugmentationPipeline(parsing: "affine:5:0:0").check(ToyProblem.layout)
    }
  }
}
