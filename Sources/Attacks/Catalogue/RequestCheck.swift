/// Whether what is asked of an attack is something that it has: shared by the catalogues.
struct RequestCheck {
  let measure: AttackEntry.Measure
  let norms: [Norm]
  let options: [AttackOption]

  func complaints(
    norm: Norm?, size: Float?, settings: [(what: String, isGiven: Bool, isTaken: Bool)], options given: [String: Double]
  ) -> [String] {
    var complaints = complaints(norm) + complaints(size: size)
    for (what, isGiven, isTaken) in settings where isGiven && !isTaken {
      complaints.append("it does not take \(what)")
    }
    let names = options.map(\.name)
    for name in given.keys.sorted() where !names.contains(name) {
      let known = names.isEmpty ? "it has none of its own" : "it has \(names.joined(separator: ", "))"
      complaints.append("there is no setting '\(name)'; \(known)")
    }
    for (name, value) in given where !value.isFinite || abs(value) > 1e9 {
      complaints.append("the setting '\(name)' must be a number, is \(value)")
    }
    return complaints
  }

  private func complaints(_ norm: Norm?) -> [String] {
    guard let norm, !norms.contains(norm) else { return [] }
    let known = norms.map(\.rawValue).joined(separator: ", ")
    return ["the norm must be \(known.isEmpty ? "left out" : known), is \(norm.rawValue)"]
  }

  private func complaints(size: Float?) -> [String] {
    var complaints: [String] = []
    switch measure {
    case .fixedSize where size == nil: complaints.append("the size is missing: how large may the change be?")
    case .unbounded where size != nil: complaints.append("it has no size; what limits it are its own settings")
    default: break
    }
    if let size, !(size >= 0 && size.isFinite) { complaints.append("the size must not be negative, is \(size)") }
    return complaints
  }
}

extension AttackEntry.Measure {
  /// What an audit can hold the answers to: the size or, without one, the longest perturbation that the bounds allow.
  func budget(norm: Norm, size: Float?, bounds: ClosedRange<Float>, elementCount: Int) -> Budget {
    let width = bounds.upperBound - bounds.lowerBound
    let longest =
      switch norm {
      case .linf: width
      case .l2: width * Float(elementCount).squareRoot()
      case .l1: width * Float(elementCount)
      case .l0: Float(elementCount)
      }
    return Budget(norm: norm, size: self == .unbounded ? longest : size ?? longest, bounds: bounds)
  }
}
