internal import Synchronization

/// Numbers at an address that stays the same, aligned to whole vectors.
///
/// Never written after they are made.
final class PackedFloats: @unchecked Sendable {
  let address: UnsafeMutablePointer<Float>

  init(count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    address = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
    fill(address)
  }

  convenience init(_ scalars: [Float]) {
    self.init(count: scalars.count) { $0.initialize(from: scalars, count: scalars.count) }
  }

  deinit { UnsafeMutableRawPointer(address).deallocate() }
}

/// Packed weights that several plans use: a network has a plan for each size of batch, and its weights are in all of them.
///
/// Kept as long as somebody uses them.
enum SharedWeights {
  private struct Holder {
    weak var weights: PackedFloats?
  }

  private static let known = Mutex<[WeightsIdentity: Holder]>([:])

  /// The weights packed before from the same scalars in the same way, or else what `make` makes.
  static func packed(_ scalars: [Float], as form: String, _ make: () -> PackedFloats) -> PackedFloats {
    let identity = WeightsIdentity(scalars, form)
    return known.withLock { known in
      if let weights = known[identity]?.weights { return weights }
      known = known.filter { $0.value.weights != nil }
      let made = make()
      known[identity] = Holder(weights: made)
      return made
    }
  }
}

/// What stands for an array of weights: two hashes of 64 bits of all of them, and how they are laid out.
private struct WeightsIdentity: Hashable {
  private let form: String
  private let count: Int
  private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  init(_ scalars: [Float], _ form: String) {
    self.form = form
    count = scalars.count
    // Two multiplicative hashes with unrelated odd factors; each step is a bijection of the state.
    for scalar in scalars {
      let bits = UInt64(scalar.bitPattern)
      first = (first ^ bits) &* 0x0000_0100_0000_01B3
      first ^= first >> 29
      second = (second &+ bits) &* 0xD6E8_FEB8_6659_FD93
      second ^= second >> 32
    }
  }
}
