/// A seedable random generator: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
///
/// Every sample of a run has its own stream, derived from what identifies the work and nothing else, so that a result
/// does not depend on batch size, order, sharding or resume.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The stream of one unit of work: (run seed, sample, attack, restart).
  public init(seed: UInt64, sample: String, attack: String, restart: Int = 0) {
    var hash = FNV1a()
    hash.combine(seed)
    hash.combine(sample)
    hash.combine(attack)
    hash.combine(UInt64(bitPattern: Int64(restart)))
    self.init(seed: hash.value)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A standard normal deviate (Box and Muller, 1958).
  public mutating func nextGaussian() -> Float {
    let radius = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    let angle = Double.random(in: 0..<1, using: &self)
    return Float(BoxMuller.deviate(radius, angle))
  }
}

/// The FNV-1a hash (Fowler, Noll and Vo), 64 bits: stable across runs and machines, unlike `Hasher`.
private struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func combine(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  mutating func combine(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { combine(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
  }

  /// The length is hashed too, so that ("ab", "c") and ("a", "bc") differ.
  mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte) }
    combine(UInt64(text.utf8.count))
  }
}
