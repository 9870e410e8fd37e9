import Attacks
import Tensors

/// A network that blurs, so that pixels pull at each other, and a disc that should be seen somewhere else.
enum BlurredDisc {
  static let side = 28
  private static let kernel = 5

  static func problem(region: Region? = nil) -> (SampleVictim, MaskProblem) {
    let victim = SampleVictim.blurring(side: side, kernel: kernel)
    let clean = disc(side: side, row: 10, column: 10, radius: 6)
    let wanted = victim.mask(of: disc(side: side, row: 16, column: 17, radius: 5))
    let out = side - kernel + 1
    return (
      victim,
      MaskProblem(
        id: "disc", clean: clean, region: region ?? .all([1, side, side]),
        goal: MaskGoal(target: wanted, height: out, width: out))
    )
  }

  static func settings(_ iterations: Int) -> AdaptiveMaskAttack.Settings {
    AdaptiveMaskAttack.Settings(iterations: iterations)
  }
}
