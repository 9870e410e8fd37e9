/// Whether an objective has stopped going down.
///
/// The least of a window is compared with the least of the window before, not the last value with the one before: near a
/// decision boundary iterates go to and fro across the kink.
struct ProgressWatch {
  /// How many steps are compared with how many.
  let window: Int
  private var least = Double.infinity
  private var formerLeast = Double.infinity

  init(window: Int) { self.window = window }

  /// Takes note of the objective at a step; whether the last window lowered it by less than 10⁻⁴ of itself.
  mutating func hasStalled(at objective: Double, step: Int) -> Bool {
    least = min(least, objective)
    guard step % window == 0 else { return false }
    defer { (formerLeast, least) = (least, .infinity) }
    return least > formerLeast - 1e-4 * abs(formerLeast)
  }
}
