internal import Foundation
internal import Tensors

/// Walks along the boundary of a mask that is reached, towards the clean image: directions and lengths by turns, as in DDN
/// (Rony et al., 2019, arXiv:1811.09600), with the goal of a mask in place of a class.
///
///     δ′ = δ + αₖ g/‖g‖₂,   δₖ₊₁ = εₖ₊₁ δ′/‖δ′‖₂,   εₖ₊₁ = (1 − γₖ) ‖δ‖₂ where the goal is reached, (1 + γₖ) ‖δ‖₂ where not
///
/// `α` falls as half a cosine from a tenth of the first length to a two-hundredth of it, `γ` from 0.05 by 3 % a step. Unlike DDN's
/// lengths these never grow past the shortest success: a longer one is of no use. It ends early where ten steps together
/// took less than 1 % off the shortest success.
struct MaskShortening {
  private let first: Double
  private let steps: Int
  private var done = 0
  private var shortest: Double
  private var share = 0.05
  /// The shortest success ten steps ago, and how many steps ago that was noted.
  private var earlier: (length: Double, age: Int)

  /// - Parameters:
  ///   - first: the L2 length of the success that it starts from, above 0.
  ///   - steps: how many steps it makes.
  init(from first: Double, steps: Int) {
    self.first = first
    self.steps = steps
    shortest = first
    earlier = (first, 0)
  }

  var isOver: Bool { done >= steps || (earlier.age == 10 && shortest > 0.99 * earlier.length) }

  /// The length of the perturbation after the next step, for an image that is looked at.
  mutating func nextLength(after look: MaskLook) -> Double {
    let length = look.norms.l2
    defer { share *= 0.97 }
    if look.isReached { shortest = min(shortest, length) }
    return look.isReached ? length * (1 - share) : min(length * (1 + share), shortest * 0.999)
  }

  /// Moves the point along the gradient of the loss, then to the length; inside bounds and budget.
  mutating func advance(_ point: inout [Float], along gradient: [Float], to length: Double, in set: FeasibleSet) {
    let angle = Double.pi * Double(done) / Double(max(steps, 1))
    let stride = first * (0.005 + 0.0475 * (1 + cos(angle)))
    done += 1
    earlier = earlier.age == 10 ? (shortest, 1) : (earlier.length, earlier.age + 1)
    let steepness = gradient.euclideanNorm
    if steepness > 0 { point.add(gradient, times: stride / steepness) }
    let reached = PerturbationNorms(clean: set.clean, adversarial: point).l2
    if reached > 0 { set.clip(&point, scale: length / reached) }
    set.project(&point)
  }
}
