/// One attack of the catalogue: what it is called, what it needs, what can be set, and how it is made.
public struct AttackEntry: Sendable {
  /// How a perturbation's size comes about.
  public enum Measure: String, Sendable, Hashable, Codable {
    /// The size is given, success is the result.
    case fixedSize = "fixed size"
    /// Success is wanted, the size is the result.
    case smallest = "smallest perturbation"
    /// No norm limits the change; what limits it is the kind of change.
    case unbounded = "no norm"
  }

  public let name: String
  public let summary: String
  /// Authors, year and arXiv number.
  public let source: String
  public let measure: Measure
  public let needs: VictimAccess
  /// The norms that it knows, the usual one first.
  public let norms: [Norm]
  public let defaults: AttackDefaults
  private let make: @Sendable (AttackChoice) -> any SampleAttack

  init(
    _ name: String, _ summary: String, source: String, _ measure: Measure = .fixedSize,
    needs: VictimAccess = .gradients, norms: [Norm] = [.linf, .l2], usual defaults: AttackDefaults,
    make: @escaping @Sendable (AttackChoice) -> any SampleAttack
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.measure = measure
    self.needs = needs
    self.norms = norms
    self.defaults = defaults
    self.make = make
  }

  /// The attack as it was asked for.
  ///
  /// - Throws: `AttackError` with everything that is wrong with the request.
  public func attack(_ request: AttackRequest) throws -> any SampleAttack {
    let complaints = complaints(about: request)
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    let attack = make(AttackChoice(request, self))
    guard attack.complaints.isEmpty else { throw AttackError(attack: name, complaints: attack.complaints) }
    return attack
  }

  /// The norm that the request's size is measured in.
  public func norm(of request: AttackRequest) -> Norm { request.norm ?? norms.first ?? .linf }

  /// What an audit can hold the answers to: the size or, without one, the longest perturbation that the bounds allow.
  public func budget(of request: AttackRequest, elementCount: Int) -> Budget {
    measure.budget(
      norm: norm(of: request), size: request.size, bounds: request.bounds, elementCount: elementCount)
  }
}

extension AttackEntry {
  /// Everything that does not fit the attack, before its own settings are looked at.
  func complaints(about request: AttackRequest) -> [String] {
    RequestCheck(measure: measure, norms: norms, options: defaults.options).complaints(
      norm: request.norm, size: request.size,
      settings: [
        ("steps", request.steps != nil, defaults.steps != nil),
        ("a step size", request.stepSize != nil, defaults.takesStepSize),
        ("restarts", request.restarts != nil, defaults.restarts != nil),
        ("queries", request.queries != nil, defaults.queries != nil),
        ("a loss", request.loss != nil, defaults.loss != nil),
        ("a confidence", request.confidence != nil, defaults.confidence != nil),
        ("inputs to start at", !request.starts.isEmpty, defaults.takesStarts),
      ], options: request.options)
  }
}
