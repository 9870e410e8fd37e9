/// One attack on masks of the catalogue: what it is called, what it can do, what can be set, and how it is made.
public struct MaskAttackEntry: Sendable {
  public enum Family: String, Sendable, Hashable, Codable, CaseIterable {
    case adaptiveMask = "adaptive mask"
    case gradientSteps = "gradient steps"
    case ensemble
    case minimalNorm = "minimal norm"
  }

  public let name: String
  public let summary: String
  /// Authors, year and arXiv number.
  public let source: String
  public let family: Family
  public let measure: AttackEntry.Measure
  /// The norms that it knows, the usual one first.
  public let norms: [Norm]
  /// What it can do with a mask.
  public let aims: [MaskGoal.Aim]
  /// By what it can measure its success.
  public let measures: [MaskThreshold.Measure]
  public let defaults: MaskAttackDefaults
  private let make: @Sendable (MaskAttackChoice) -> any MaskSearch

  init(
    _ name: String, _ summary: String, source: String, _ family: Family, _ measure: AttackEntry.Measure = .fixedSize,
    norms: [Norm] = [.linf, .l2], aims: [MaskGoal.Aim] = MaskGoal.Aim.allCases,
    measures: [MaskThreshold.Measure] = MaskThreshold.Measure.allCases, usual defaults: MaskAttackDefaults,
    make: @escaping @Sendable (MaskAttackChoice) -> any MaskSearch
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.family = family
    self.measure = measure
    self.norms = norms
    self.aims = aims
    self.measures = measures
    self.defaults = defaults
    self.make = make
  }

  /// The attack as it was asked for.
  ///
  /// - Throws: `AttackError` with everything that is wrong with the request.
  public func attack(_ request: MaskAttackRequest) throws -> any MaskSearch {
    let complaints = complaints(about: request)
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    let attack = make(MaskAttackChoice(request, self))
    guard attack.complaints.isEmpty else { throw AttackError(attack: name, complaints: attack.complaints) }
    return attack
  }

  /// The norm that the request's size is measured in.
  public func norm(of request: MaskAttackRequest) -> Norm { request.norm ?? norms.first ?? .linf }

  /// What an audit can hold the answers to: the size or, without one, the longest perturbation that the bounds allow.
  public func budget(of request: MaskAttackRequest, elementCount: Int) -> Budget {
    measure.budget(
      norm: norm(of: request), size: request.size, bounds: request.bounds, elementCount: elementCount)
  }

  private func complaints(about request: MaskAttackRequest) -> [String] {
    var complaints = RequestCheck(measure: measure, norms: norms, options: defaults.options).complaints(
      norm: request.norm, size: request.size,
      settings: [
        ("steps", request.steps != nil, defaults.steps != nil),
        ("a step size", request.stepSize != nil, defaults.takesStepSize),
        ("restarts", request.restarts != nil, defaults.restarts != nil),
        ("a loss", request.loss != nil, defaults.loss != nil),
      ], options: request.options)
    if let success = request.success, !measures.contains(success.measure) {
      let known = measures.map(\.rawValue).joined(separator: ", ")
      complaints.append("success must be measured by \(known), is by \(success.measure.rawValue)")
    }
    return complaints
  }
}
