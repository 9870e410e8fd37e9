import Radar
import Tensors
import Testing

/// Steps that look at more than one value; the numbers are numpy's (`generate_transforms.py`).
@Suite struct ValueStepGoldenTests {
  private let values = Tensor(shape: [2, 4, 1, 3], scalars: (0..<24).map { Float($0 * 7 % 23) })

  private func isNear(_ values: [Float], _ expected: [Float], _ tolerance: Float = 2e-6) -> Bool {
    values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  static let golden: [String: [Float]] = [
    "perSampleZScore": [
      -1.537689, -0.5166147, 0.5044591, 1.525533, -0.8083501, 0.2127237, 1.233798, -1.100085, -0.07901166, 0.9420621,
      -1.391821, -0.370747, 0.6503268, 1.671401, -0.6624824, 0.3585914, 1.379665, -0.9542178, 0.06685602, 1.08793,
      -1.245953, -0.2248793, 0.7961945, -1.537689,
    ],
    "perSampleMinMax": [
      0, 0.3181818, 0.6363636, 0.9545455, 0.2272727, 0.5454545, 0.8636364, 0.1363636, 0.4545455, 0.7727273, 0.04545455,
      0.3636364, 0.6818182, 1, 0.2727273, 0.5909091, 0.9090909, 0.1818182, 0.5, 0.8181818, 0.09090909, 0.4090909,
      0.7272727, 0,
    ],
    "perSetMax:30": [
      0, 0.2333333, 0.4666667, 0.7, 0.1666667, 0.4, 0.6333333, 0.1, 0.3333333, 0.5666667, 0.03333333, 0.2666667, 0.5,
      0.7333333, 0.2, 0.4333333, 0.6666667, 0.1333333, 0.3666667, 0.6, 0.06666667, 0.3, 0.5333333, 0,
    ],
    "perSetMax:30:20": [
      0, 0.2333333, 0.4666667, 0.7, 0.1666667, 0.4, 0.6333333, 0.1, 0.3333333, 0.5666667, 0.03333333, 0.2666667, 0.75,
      1.1, 0.3, 0.65, 1, 0.2, 0.55, 0.9, 0.1, 0.45, 0.8, 0,
    ],
    "standardize:10:4": [
      -2.5, -0.75, 1, 2.75, -1.25, 0.5, 2.25, -1.75, 0, 1.75, -2.25, -0.5, 1.25, 3, -1, 0.75, 2.5, -1.5, 0.25, 2, -2,
      -0.25, 1.5, -2.5,
    ],
    "standardize:10:4:12:5": [
      -2.5, -0.75, 1, 2.75, -1.25, 0.5, 2.25, -1.75, 0, 1.75, -2.25, -0.5, 0.6, 2, -1.2, 0.2, 1.6, -1.6, -0.2, 1.2, -2,
      -0.6, 0.8, -2.4,
    ],
    "background:2": [
      -10.5, 1, 1, 10.5, -1, -1, 8.5, -3, -3, 6.5, -5, -5, 1, 1, 1, -1, -1, -1, -3, -3, -3, -5, -5, -5,
    ],
    "background:2:clip": [
      0, 1, 1, 10.5, 0, 0, 8.5, 0, 0, 6.5, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    "mti:0.8": [
      0, 7, 14, 21, -0.6, 0.8, 2.2, -2.12, -1.84, -1.56, -2.424, -2.368, 15, 22, 6, 1, 2.4, -0.8, -1.8, -1.52, -2.16,
      -2.36, -2.304, -2.432,
    ],
    "mti:0.25,scale:2": [
      0, 14, 28, 42, 6.5, 17, 27.5, 0.875, 8.75, 16.625, -3.34375, 2.5625, 30, 44, 12, 18.5, 29, 5, 9.875, 17.75, -0.25,
      3.40625, 9.3125, -4.1875,
    ],
  ]

  @Test(arguments: golden.keys.sorted()) func everyStepDoesWhatNumPyDoes(_ text: String) throws {
    let (input, fit) = try ValueTransform(text).applied(to: values, of: "made")
    #expect(isNear(input.scalars, Self.golden[text] ?? []))
    #expect(fit.applied(to: values) == input)
  }

  @Test(arguments: golden.keys.filter { !$0.hasSuffix("clip") }.sorted())
  func theInverseLeadsBack(_ text: String) throws {
    let (input, fit) = try ValueTransform(text).applied(to: values, of: "made")
    #expect(isNear(fit.inverted(input).scalars, values.scalars, 1e-5))
  }

  /// What a perturbation of an early frame does to later ones must be undone as well.
  @Test func aPerturbedMovingBackgroundIsUndone() throws {
    let transform = try ValueTransform("mti:0.8")
    let (clean, fit) = try transform.applied(to: values, of: "made")
    let perturbed = Tensor(shape: clean.shape, scalars: clean.scalars.enumerated().map { $1 + Float($0 % 5) })
    let stored = fit.inverted(perturbed)
    #expect(isNear(try transform.applied(to: stored, of: "made").input.scalars, perturbed.scalars, 1e-5))
  }

  @Test func constantSamplesAreNotDividedByZero() throws {
    let constant = Tensor(repeating: 3, shape: [1, 2, 1, 2])
    for text in ["perSampleZScore", "perSampleMinMax"] {
      #expect(try ValueTransform(text).applied(to: constant, of: "made").input == Tensor(shape: [1, 2, 1, 2]))
    }
  }

  @Test func stepsWithoutNumbersAreFittedToTheTrainingRecordings() throws {
    let scalars = [0, 1].flatMap { channel in values.sample(channel).scalars[..<9] }.map { 2 * $0 + 1 }
    let samples = [values, Tensor(shape: [2, 3, 1, 3], scalars: scalars)]
    let transform = try ValueTransform("log1p,standardize")
    #expect(transform.needsFitting)
    let fitted = try transform.fitted(sampleCount: 2) { samples[$0] }
    guard case .standardize(let means, let deviations) = fitted.steps[1] else {
      Issue.record("\(fitted) is another transform")
      return
    }
    #expect(isNear(means, [2.3833046667350595, 2.6059076395870915]))
    #expect(isNear(deviations, [0.9846325301992913, 0.9117307815878289]))
    #expect(!fitted.needsFitting)
    #expect(try ValueTransform(fitted.description) == fitted)
    let scaled = try ValueTransform("log1p,perSetMax").fitted(sampleCount: 2) { samples[$0] }
    guard case .perSetMaximum(let maxima) = scaled.steps[1] else {
      Issue.record("\(scaled) is another transform")
      return
    }
    #expect(isNear(maxima, [3.784189633918261, 3.828641396489095]))
  }

  @Test func whatDoesNotFitIsRefused() throws {
    for (text, problem) in [
      ("standardize", "it was never fitted to training recordings"),
      ("perSetMax", "it was never fitted to training recordings"),
      ("perSetMax:1:2:3", "'perSetMax:1.0:2.0:3.0' has numbers for 3 channels, the recording has 2"),
      ("background:5", "the background of 5 frames is wanted of 4"),
    ] {
      let error = #expect(throws: RadarError.self) { try ValueTransform(text).applied(to: values, of: "made") }
      #expect(error?.problem == problem)
    }
    #expect(throws: RadarError.self) { try ValueTransform("standardize").fitted(sampleCount: 0) { _ in values } }
    let other = Tensor(shape: [1, 2, 1, 2])
    #expect(throws: RadarError.self) {
      try ValueTransform("perSetMax").fitted(sampleCount: 2) { $0 == 0 ? values : other }
    }
  }

  @Test func itIsSaidWhyRoundingCannotBeJudged() throws {
    #expect(try ValueTransform("log1p,mti:0.8,standardize:1:2,perSetMax:4").roundingObstacle == nil)
    #expect(try ValueTransform("background:2").roundingObstacle == "the transform is fitted to each recording")
    #expect(
      try ValueTransform("background:2:clip").roundingObstacle == "the step 'background:2:clip' cannot be undone")
    let recording = try Recording(array: values, axes: Recording.axes, path: "made")
    let sample = try SamplePreparation(transform: ValueTransform("background:2:clip")).sample(recording, id: "a/b")
    let error = #expect(throws: RadarError.self) { try sample.roundedToStoredValues(sample.input) }
    #expect(error?.place == "a/b")
  }

  @Test(arguments: [
    "perSampleZScore", "perSampleMinMax", "perSetMax", "perSetMax:30.0:20.0", "standardize", "standardize:10.0:4.0",
    "background:5", "background:5:clip", "mti:0.8",
  ]) func aStepAndItsTextAreTheSameThing(_ text: String) throws {
    #expect(try ValueTransform(text).description == text)
  }

  @Test(arguments: [
    "background", "background:0", "background:2.5", "background:2:cut", "background:2:clip:3", "mti:0", "mti:2",
    "standardize:1", "standardize:1:0", "standardize:1:2:3", "perSetMax:0", "perSetMax:-1",
  ]) func nonsenseIsRefused(_ text: String) {
    #expect(throws: RadarError.self) { try ValueTransform(text) }
  }
}
