internal import Tensors

/// A square that shows in every frame at the same place: its place is searched for, its content learned by gradient.
///
///     gain_i = max( gᵢ (upperᵢ − xᵢ), gᵢ (lowerᵢ − xᵢ) )        g = ∂loss/∂x at the clean input
///     the places are tried in the order of Σ gain over their square; at each
///     c ← clip( c + α · sign(gᶜ) )                         from the clean content, in the bounds
///
/// With `sharesContent` all frames show one content: gains and gradients are summed over time first, and the content
/// starts as the mean over time. On a linear victim the first place is the best and its content the optimum.
///
/// Every element of the square may take any value of the bounds (Brown et al., 2017, arXiv:1712.09665, without their
/// transformations): no norm limits it, there is no budget. Only the region's part of the square changes. Needs gradients.
public struct FramePatchAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: FramePatchSettings

  public init(name: String = "frame-patch", settings: FramePatchSettings) {
    self.name = name
    self.settings = settings
  }

  public var bounds: ClosedRange<Float> { settings.bounds }
  public var loss: ClassificationLoss { settings.loss }
  public var stepLimit: Int { settings.steps * settings.places }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let layout = try settings.timeAxis.map { try FrameLayout(shape: problem.clean.shape, timeAxis: $0, attack: name) }
    let shared = settings.sharesContent ? layout : nil
    let places = try PatchPlaces(shape: problem.clean.shape, side: settings.side, attack: name)
    let look = try await oracle.look(at: problem.clean.scalars, raising: loss)
    if isDone(oracle) || settings.side == 0 { return }
    guard look.hasDirection else { return oracle.noteVanishedGradient() }
    let gains = gains(of: look.gradient, in: FeasibleSet(unlimited: problem, bounds: bounds), shared)
    for (index, place) in places.ranked(by: gains).prefix(settings.places).enumerated() {
      oracle.restart = index
      let set = FeasibleSet(
        clean: problem.clean, region: places.region(problem.region, at: place),
        budget: Budget(norm: .linf, size: .infinity, bounds: bounds), direction: problem.direction)
      try await learn(in: set, shared, oracle)
      if isDone(oracle) { return }
    }
  }

  private func isDone(_ oracle: Oracle) -> Bool { settings.stopsOnSuccess && oracle.succeeded }

  /// What each element is worth to first order when it takes the better of its two extremes; with a shared content it is
  /// the frames together that take one, and each gets its share.
  private func gains(of gradient: [Float], in set: FeasibleSet, _ shared: FrameLayout?) -> [Double] {
    func gains(_ ends: [Float]) -> [Float] {
      gradient.indices.map { gradient[$0] == 0 ? 0 : gradient[$0] * (ends[$0] - set.clean[$0]) }
    }
    let (up, down) = (gains(set.upper), gains(set.lower))
    let (allUp, allDown) = (shared?.summed(up) ?? up, shared?.summed(down) ?? down)
    let share = 1 / Double(shared?.frames ?? 1)
    return gradient.indices.map { Double(max(allUp[$0], allDown[$0])) * share }
  }

  private func learn(in set: FeasibleSet, _ shared: FrameLayout?, _ oracle: Oracle) async throws {
    let width = bounds.upperBound - bounds.lowerBound
    var content = shared.map { layout in layout.summed(set.clean).map { $0 / Float(layout.frames) } } ?? set.clean
    var point = set.clipped(content)
    for _ in 0..<settings.steps {
      let look = try await oracle.look(at: point, raising: loss)
      if isDone(oracle) { return }
      let own = look.gradient.inside(set)
      let gradient = shared?.summed(own) ?? own
      guard gradient.contains(where: { $0 != 0 }) else { return oracle.noteVanishedGradient() }
      let here = content
      content.add(signsOf: gradient, times: settings.stepShare * width)
      for index in content.indices { content[index] = min(max(content[index], bounds.lowerBound), bounds.upperBound) }
      oracle.countStep()
      if content == here { return }
      point = set.clipped(content)
    }
    try await oracle.look(at: point, judgedBy: loss)
  }
}
