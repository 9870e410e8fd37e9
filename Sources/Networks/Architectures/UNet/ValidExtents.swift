/// The sides of images that a U-Net of unpadded convolutions can take, and of the masks that it gives.
///
/// Each level takes 4 off with its two convolutions and must leave an even number to be halved:
///
///     input  n = 2^d·b + 4·(2^d − 1)        b ≥ 8 the side at the bottom, d the depth
///     output m = 2^d·(b − 8) + 4 = n − (12·2^d − 8)
///
/// Depth 4: n = 188, 204, … 572, …; 572 gives 388.
struct ValidExtents {
  let depth: Int

  private var step: Int { 1 << depth }

  /// How many rows or columns an input has more than the logits.
  var margin: Int { 12 * step - 8 }
  /// The smallest legal input; the others follow at distances of `1 << depth`.
  var least: Int { 12 * step - 4 }

  func isLegal(input side: Int) -> Bool { side >= least && (side - least) % step == 0 }

  /// The nearest legal sides, below and above; one where there is none below.
  func nearest(to side: Int) -> [Int] {
    guard side > least else { return [least] }
    let below = side - (side - least) % step
    return below == side ? [side] : [below, below + step]
  }
}
