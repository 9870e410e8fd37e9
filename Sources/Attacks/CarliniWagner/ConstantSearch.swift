/// The search for the smallest constant that succeeds: by tens, up or down, until one does and one does not, then by
/// halves.
///
/// (The authors halve from the first success on; tens reach a distant constant in fewer tries.)
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
    if !upper.isFinite {
      constant = min(constant * 10, 1e10)
    } else {
      constant = lower == 0 ? upper / 10 : (lower + upper) / 2
    }
  }
}
