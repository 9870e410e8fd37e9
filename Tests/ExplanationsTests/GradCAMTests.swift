import Explanations
import Tensors
import Testing

@Suite struct GradCAMTests {
  private func values(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
    var stream = RandomStream(seed: seed)
    return Tensor(shape: shape, scalars: (0..<shape.product).map { _ in 2 * stream.nextUniform() - 1 })
  }

  private func same(_ left: Tensor, _ right: [Float], within tolerance: Float = 1e-5) -> Bool {
    left.count == right.count && zip(left.scalars, right).allSatisfy { abs($0 - $1) <= tolerance }
  }

  /// `ReLU(Σ_k w_k A_k)` over its largest value.
  private func classActivationMap(_ activation: Tensor, _ weights: [Float]) -> [Float] {
    let places = activation.shape[2...].reduce(1, *)
    var sums = [Float](repeating: 0, count: activation.shape[0] * places)
    for (index, value) in activation.scalars.enumerated() {
      sums[index / places / weights.count * places + index % places] += weights[index / places % weights.count] * value
    }
    let peak = sums.max() ?? 0
    return sums.map { max($0, 0) / peak }
  }

  @Test func ofAPooledLinearNetIsTheClassActivationMap() throws {
    let weights: [[Float]] = [[1, -2, 0.5], [-1, 0.25, 2]]
    let model = PooledModel(activation: values([1, 3, 4, 5]), weights: weights)
    for index in 0..<2 {
      let map = try GradCAM(layer: "conv3")(
        of: values([1, 4, 5]), axes: [.channel, .height, .width], score: .classLogit(index), by: model)
      #expect(same(map.values, classActivationMap(model.activation, weights[index])))
      #expect(map.values.shape == [4, 5] && map.axes == [.height, .width])
      #expect(map.layer == "conv3" && map.classIndex == index && map.values.scalars.max() == 1 && !map.isZero)
      #expect(map.frameImportance == nil)
    }
  }

  @Test func explainsThePredictedClassUnlessToldOtherwise() throws {
    let model = PooledModel(
      activation: Tensor(shape: [1, 2, 1, 2], scalars: [1, 0, 0, 3]),
      weights: [[1, 0], [0, 1]])
    let map = try GradCAM()(
      of: values([1, 1, 2]), axes: [.channel, .height, .width], score: .predictedClass, by: model)
    #expect(map.classIndex == 1 && map.values.scalars == [0, 1] && map.layer == "last")
    #expect(map.peak == 3 * 0.5)
  }

  @Test func aMapWithNothingInItStaysZeroAndSaysSo() throws {
    let model = PooledModel(
      activation: Tensor(repeating: 1, shape: [1, 1, 2, 2]), weights: [[-1], [-2]])
    let map = try GradCAM()(
      of: values([1, 2, 2]), axes: [.channel, .height, .width], score: .predictedClass, by: model)
    #expect(map.isZero && map.values.scalars == [0, 0, 0, 0])
  }

  /// Numpy: 2 positions to 4 at (i + ½)/2 − ½ = −¼, ¼, ¾, 1¼, held at the ends.
  @Test func coarseLayersAreInterpolatedWithCentresAligned() throws {
    let model = PooledModel(
      activation: Tensor(shape: [1, 1, 2, 1], scalars: [4, 0]), weights: [[1], [0]])
    let map = try GradCAM()(
      of: values([1, 4, 2]), axes: [.channel, .height, .width], score: .classLogit(0), by: model)
    #expect(map.values.scalars == [1, 1, 0.75, 0.75, 0.25, 0.25, 0, 0])
  }

  private let sequenceAxes: [Axis] = [.time, .channel, .range, .doppler]

  @Test func sequencesHaveAMapPerFrameAndAnImportancePerFrame() throws {
    let activation = Tensor(shape: [1, 1, 3, 1, 2], scalars: [1, 0, 4, 2, 0, 0])
    let model = PooledModel(activation: activation, weights: [[1], [0]])
    let map = try GradCAM()(of: values([3, 2, 1, 2]), axes: sequenceAxes, score: .classLogit(0), by: model)
    #expect(map.values.shape == [3, 1, 2] && map.axes == [.time, .range, .doppler])
    #expect(map.values.scalars == [0.25, 0, 1, 0.5, 0, 0])
    #expect(map.frameImportance == [0.125, 0.75, 0])
  }

  @Test func timeFoldedIntoTheBatchIsUnfolded() throws {
    let weights: [[Float]] = [[1, -1], [0, 1]]
    let folded = values([4, 2, 3, 3])
    let model = PooledModel(activation: folded, weights: weights)
    let map = try GradCAM()(of: values([4, 1, 3, 3]), axes: sequenceAxes, score: .classLogit(0), by: model)
    #expect(same(map.values, classActivationMap(folded, weights[0])))
    #expect(map.values.shape == [4, 3, 3])
    #expect(map.frameImportance?.count == 4)
  }

  @Test(arguments: [[1, 1, 4], [4, 1]])
  func layersThatKnowOnlyTimeFillWholeFrames(shape: [Int]) throws {
    let model = PooledModel(
      activation: Tensor(shape: shape, scalars: [0, 1, 2, 4]), weights: [[1], [0]])
    let map = try GradCAM()(of: values([4, 1, 1, 2]), axes: sequenceAxes, score: .classLogit(0), by: model)
    #expect(map.values.scalars == [0, 0, 0.25, 0.25, 0.5, 0.5, 1, 1])
    #expect(map.frameImportance == [0, 0.25, 0.5, 1])
  }

  @Test func pooledTimeIsInterpolatedAndMissingTimeRepeated() throws {
    let pooled = PooledModel(
      activation: Tensor(shape: [1, 1, 2, 1, 1], scalars: [4, 0]), weights: [[1], [0]])
    let map = try GradCAM()(of: values([4, 1, 1, 1]), axes: sequenceAxes, score: .classLogit(0), by: pooled)
    #expect(map.values.scalars == [1, 0.75, 0.25, 0])
    let still = PooledModel(
      activation: Tensor(shape: [1, 1, 1, 2], scalars: [1, 2]), weights: [[1], [0]])
    let repeated = try GradCAM()(of: values([3, 1, 1, 2]), axes: sequenceAxes, score: .classLogit(0), by: still)
    #expect(repeated.values.scalars == [0.5, 1, 0.5, 1, 0.5, 1])
  }

  @Test func layersWithoutPositionsAndNumbersThatAreNoneAreErrors() throws {
    let dense = PooledModel(activation: values([1, 3]), weights: [[1, 1, 1], [0, 0, 0]])
    let error = try #require(throws: ExplanationError.self) {
      try GradCAM()(of: values([1, 2, 2]), axes: [.channel, .height, .width], score: .classLogit(0), by: dense)
    }
    #expect(error.description.contains("layer last has no positions"))
    #expect(throws: ExplanationError.self) {
      try GradCAM()(of: values([1, 2, 2]), axes: [.channel, .height, .width], score: .classLogit(9), by: dense)
    }
    #expect(throws: ExplanationError.self) {
      try GradCAM()(of: values([1, 2, 2]), axes: [.channel, .height, .width], score: .maskClass(0), by: dense)
    }
    let broken = PooledModel(
      activation: Tensor(shape: [1, 1, 1, 2], scalars: [.nan, 1]), weights: [[1], [0]])
    #expect(throws: ExplanationError.self) {
      try GradCAM()(of: values([1, 1, 2]), axes: [.channel, .height, .width], score: .classLogit(0), by: broken)
    }
  }

  /// A 1×1 head over the activation: the gradient of the summed logits counts the predicted pixels.
  @Test func segmentationSumsTheClassOverItsPredictedPixels() throws {
    let model = MaskModel(activation: Tensor(shape: [1, 2, 1, 4], scalars: [5, 3, 0, 0, 0, 1, 2, 4]))
    let axes: [Axis] = [.channel, .height, .width]
    let map = try GradCAM()(of: values([1, 1, 4]), axes: axes, score: .maskClass(1), by: model)
    #expect(model.lastCotangent == [0, 0, 0, 0, 0, 0, 1, 1])
    #expect(map.values.scalars == [0, 0.25, 0.5, 1] && map.classIndex == 1)
    let unseen = MaskModel(activation: Tensor(shape: [1, 2, 1, 2], scalars: [5, 3, 0, 1]))
    _ = try GradCAM()(of: values([1, 1, 2]), axes: axes, score: .maskClass(1), by: unseen)
    #expect(unseen.lastCotangent == [0, 0, 1, 1])
  }
}

/// A segmentation network whose logits are its activation.
private final class MaskModel: Explainable {
  let activation: Tensor
  private(set) var lastCotangent: [Float] = []

  init(activation: Tensor) { self.activation = activation }

  func activationsAndGradients(
    at inputs: Tensor, layer: String?, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, activation: Tensor, gradient: Tensor, layer: String) {
    let sent = try cotangent(activation)
    lastCotangent = sent.scalars
    return (activation, activation, sent, "head")
  }
}
