internal import Tensors

/// A victim seen from the space of scatterers' amplitudes: `z(a) = victim( min(x₀ + m · P a, x₀ + size, upper) )`.
///
/// A batch mixes samples, and each has its own clean input `x₀` and region `m`: an input here is the amplitudes followed
/// by one element that says which sample it belongs to. That element lies outside every region.
final class AmplitudeVictim: Victim {
  let inputShape: [Int]
  let outputShape: [Int]
  private let victim: any Victim
  private let map: ScattererMap
  private let problems: [AttackProblem]
  /// The largest value of each element, sample by sample: what rounding of the sum could otherwise exceed.
  private let upper: [[Float]]
  private let tagStep: Float
  private let count: Int

  init(_ victim: any Victim, map: ScattererMap, problems: [AttackProblem], budget: Budget) {
    self.victim = victim
    self.map = map
    self.problems = problems
    upper = problems.map {
      FeasibleSet(clean: $0.clean, region: $0.region, budget: budget, direction: .upwards).upper
    }
    count = map.amplitudeShape.product
    tagStep = Self.width(budget.bounds) / Float(max(problems.count, 1))
    inputShape = [count + 1]
    outputShape = victim.outputShape
  }

  /// Amplitudes lie in `0...width`, the width of the inputs' bounds.
  static func width(_ bounds: ClosedRange<Float>) -> Float { bounds.upperBound - bounds.lowerBound }

  /// The same problems, asked of amplitudes.
  func amplitudeProblems() -> [AttackProblem] {
    let elements = map.elements
    return problems.enumerated().map { index, problem in
      let silent = Tensor(shape: inputShape, scalars: [Float](repeating: 0, count: count) + [tag(index)])
      let allowed = elements.map { problem.region.allowed[$0] } + [false]
      return AttackProblem(
        id: problem.id, clean: silent, region: Region(shape: inputShape, allowed: allowed, name: problem.region.name),
        goal: problem.aim.goal, label: problem.aim.label)
    }
  }

  /// The input that amplitudes make of a sample's clean one.
  func input(_ amplitudes: ArraySlice<Float>, of sample: Int) -> [Float] {
    let problem = problems[sample]
    let change = map.perturbation(Array(amplitudes))
    var result = problem.clean.scalars
    for index in result.indices where problem.region.allowed[index] && change[index] != 0 {
      result[index] = max(result[index], min(result[index] + change[index], upper[sample][index]))
    }
    return result
  }

  var gradientLogitsAreRough: Bool { victim.gradientLogitsAreRough }
  func passSizes(for count: Int) -> [Int] { victim.passSizes(for: count) }

  func logits(of inputs: Tensor) throws -> Tensor { try victim.logits(of: presented(inputs)) }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let shown = presented(inputs)
    let (logits, gradient) = try victim.logitsAndGradient(at: shown, cotangent: cotangent)
    return (logits, pulledBack(gradient, of: inputs, shown: shown))
  }

  /// What the victim keeps of the sample whose amplitudes these are: they change its input inside its region only.
  func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    let problem = problems[sample(of: Tensor(batching: [clean]), 0)]
    guard let part = try victim.fixedPart(of: problem.clean, outside: problem.region) else { return nil }
    return FixedPart(axis: 0, positions: 0..<count, inner: [part])
  }

  func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    try victim.logits(of: presented(inputs), beside: fixed.map(\.inner[0]))
  }

  func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let shown = presented(inputs)
    let (logits, gradient) = try victim.logitsAndGradient(
      at: shown, beside: fixed.map(\.inner[0]), cotangent: cotangent)
    return (logits, pulledBack(gradient, of: inputs, shown: shown))
  }

  /// The gradient in the amplitudes, for that in the inputs they were shown as.
  private func pulledBack(_ gradient: Tensor, of inputs: Tensor, shown: Tensor) -> Tensor {
    let size = shown.sampleShape.product
    var scalars: [Float] = []
    scalars.reserveCapacity(inputs.count)
    for row in 0..<inputs.batchCount {
      var own = Array(gradient.scalars[row * size..<(row + 1) * size])
      let sample = sample(of: inputs, row)
      let (allowed, upper) = (problems[sample].region.allowed, upper[sample])
      for index in own.indices where !allowed[index] || shown.scalars[row * size + index] >= upper[index] {
        own[index] = 0
      }
      scalars += map.adjoint(own) + [0]
    }
    return Tensor(shape: inputs.shape, scalars: scalars)
  }

  private func presented(_ inputs: Tensor) -> Tensor {
    var scalars: [Float] = []
    for row in 0..<inputs.batchCount {
      let start = row * (count + 1)
      scalars += input(inputs.scalars[start..<start + count], of: sample(of: inputs, row))
    }
    return Tensor(shape: [inputs.batchCount] + victim.inputShape, scalars: scalars)
  }

  private func tag(_ sample: Int) -> Float { Float(sample) * tagStep }

  private func sample(of inputs: Tensor, _ row: Int) -> Int {
    let tag = inputs.scalars[(row + 1) * (count + 1) - 1]
    return min(max(Int((tag / tagStep).rounded()), 0), problems.count - 1)
  }
}
