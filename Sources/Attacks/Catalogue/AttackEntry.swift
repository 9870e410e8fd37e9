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
    let norm = norm(of: request)
    let width = request.bounds.upperBound - request.bounds.lowerBound
    let longest =
      switch norm {
      case .linf: width
      case .l2: width * Float(elementCount).squareRoot()
      case .l1: width * Float(elementCount)
      case .l0: Float(elementCount)
      }
    return Budget(norm: norm, size: measure == .unbounded ? longest : request.size ?? longest, bounds: request.bounds)
  }
}

extension AttackEntry {
  /// Everything that does not fit the attack, before its own settings are looked at.
  func complaints(about request: AttackRequest) -> [String] {
    var complaints: [String] = []
    if let norm = request.norm, !norms.contains(norm) {
      let known = norms.map(\.rawValue).joined(separator: ", ")
      complaints.append("the norm must be \(known.isEmpty ? "left out" : known), is \(norm.rawValue)")
    }
    switch measure {
    case .fixedSize where request.size == nil: complaints.append("the size is missing: how large may the change be?")
    case .unbounded where request.size != nil: complaints.append("it has no size; what limits it are its own settings")
    default: break
    }
    if let size = request.size, !(size >= 0 && size.isFinite) {
      complaints.append("the size must not be negative, is \(size)")
    }
    for (what, isGiven, isTaken) in [
      ("steps", request.steps != nil, defaults.steps != nil),
      ("a step size", request.stepSize != nil, defaults.takesStepSize),
      ("restarts", request.restarts != nil, defaults.restarts != nil),
      ("queries", request.queries != nil, defaults.queries != nil),
      ("a loss", request.loss != nil, defaults.loss != nil),
      ("a confidence", request.confidence != nil, defaults.confidence != nil),
      ("inputs to start at", !request.starts.isEmpty, defaults.takesStarts),
    ] where isGiven && !isTaken {
      complaints.append("it does not take \(what)")
    }
    let names = defaults.options.map(\.name)
    for name in request.options.keys.sorted() where !names.contains(name) {
      let known = names.isEmpty ? "it has none of its own" : "it has \(names.joined(separator: ", "))"
      complaints.append("there is no setting '\(name)'; \(known)")
    }
    for (name, value) in request.options where !value.isFinite || abs(value) > 1e9 {
      complaints.append("the setting '\(name)' must be a number, is \(value)")
    }
    return complaints
  }
}
