internal import Tensors

/// Zeroth-order optimisation: the attack of Carlini and Wagner, with slopes taken from differences of scores.
///
///     minimise  ‖x − x₀‖₂² + c · max(−M(x), −κ)        M the margin
///     ∂M/∂xᵢ ≈ (M(x + h eᵢ) − M(x − h eᵢ)) / 2h        for some elements a step, which Adam then moves
///
/// It needs scores: two queries for each element that is moved and one for the point itself; where the margin is reached,
/// that one alone.
///
/// Chen, Zhang, Sharma, Yi and Hsieh, 2017, arXiv:1708.03999, algorithms 1 and 2 (ADAM). A difference of logits is one of
/// the paper's log-probabilities. Departures: elements come in shuffled rounds rather than independently, so that none is
/// forgotten; the slope of the distance is computed, not estimated; `x` is clipped into the bounds instead of a change of
/// variables; Adam's rate falls to a tenth; constants are searched as in `CarliniWagner`. The paper's reduced spaces and
/// importance sampling, made for large images, are left out.
public struct ZOO: BoundedAttack, SampleAttack, Hashable {
  public let name: String
  public var settings: ZOOSettings

  public init(name: String = "zoo", settings: ZOOSettings) {
    self.name = name
    self.settings = settings
  }

  public var needs: VictimAccess { .scores }
  public var budget: Budget? { settings.largestNorm.map { Budget(norm: .l2, size: $0, bounds: settings.bounds) } }
  public var bounds: ClosedRange<Float> { settings.bounds }
  public var merit: Merit { .shortness(.l2, limit: settings.largestNorm) }
  public var confidence: Double { Double(settings.confidence) }
  public var stepLimit: Int { settings.queries }
  public var complaints: [String] { settings.complaints }

  public func working(within bounds: ClosedRange<Float>) -> ZOO {
    var attack = self
    attack.settings.bounds = bounds
    return attack
  }

  public func search(_ oracle: Oracle) async throws {
    let meter = QueryMeter(oracle: oracle, limit: settings.queries)
    do {
      let clean = try await meter.look(at: oracle.problem.clean.scalars)
      if clean.isReached || settings.largestNorm == 0 { return }
      let stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: name)
      var variables = CoordinateVariables(oracle.problem, settings: settings, stream: stream)
      var constants = ConstantSearch(from: settings.initialConstant)
      for search in 1...settings.searches {
        variables.restart()
        let allowance = settings.queries / settings.searches * search
        guard
          let succeeded = try await descend(
            &variables, from: clean, constant: constants.constant, until: allowance, asking: meter)
        else { return oracle.noteVanishedGradient() }
        constants.advance(succeeded: succeeded)
      }
    } catch is SearchEnded {}
  }

  /// Adam's steps for one constant, from the clean input, until so many queries have been made.
  ///
  /// - Returns: whether it reaches the goal in the end; nil where no element made a difference.
  private func descend(
    _ variables: inout CoordinateVariables, from clean: Look, constant: Double, until allowance: Int,
    asking meter: QueryMeter
  ) async throws -> Bool? {
    let (start, price) = (meter.oracle.tally.forwards, 2 * variables.perStep + 1)
    let window = max((allowance - start) / price / 10, 1)
    var progress = ProgressWatch(window: window)
    var (look, step, lastSuccess) = (clean, 0, -Int.max)
    while meter.oracle.tally.forwards + price <= allowance {
      let share = Double(meter.oracle.tally.forwards - start) / Double(allowance - start)
      let places = variables.nextPlaces()
      var slopes = [Double](repeating: 0, count: places.count)
      if !look.isReached {
        slopes = variables.slopes(from: try await meter.scores(at: variables.probes(places)), places)
      }
      if variables.isUnseen { return nil }
      let rate = Double(settings.learningRate) * (1 - 0.9 * share)
      variables.descend(places, marginSlopes: slopes, constant: constant, by: rate)
      look = try await meter.look(at: variables.point)
      step += 1
      meter.oracle.countStep()
      if look.isReached { lastSuccess = step }
      let objective = variables.squaredDistance + constant * max(-look.loss, -confidence)
      if progress.hasStalled(at: objective, step: step) { break }
    }
    return lastSuccess >= step - window
  }
}
