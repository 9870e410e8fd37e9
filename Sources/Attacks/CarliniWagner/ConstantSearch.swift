/// The search for the smallest constant that succeeds: tenfold until one does, then halves.
struct ConstantSearch {
  private(set) var constant: Double
  private var lower = 0.0
  private var upper = Double.infinity
  /// Constants tried.
  private(set) var tried = 0

  init(from constant: Double) { self.constant = constant }

  mutating func advance(succeeded: Bool) {
    tried += 1
    if succeeded { upper = min(upper, constant) } else { lower = max(lower, constant) }
    constant = upper.isFinite ? (lower + upper) / 2 : min(constant * 10, 1e10)
  }
}
