import Tensors

/// Damaged copies of a file: bytes flipped, ends cut, lengths forged.
///
/// Readers must answer each with an error or a
/// value, never with a crash, a hang or an over-read.
public struct FileMutations {
  public let original: [UInt8]
  public let seed: UInt64

  public init(of original: [UInt8], seed: UInt64 = 1) {
    self.original = original
    self.seed = seed
  }

  /// The `index`-th damaged copy; the same index always gives the same bytes.
  public func mutated(_ index: Int) -> [UInt8] {
    var random = RandomStream(seed: seed, sample: "\(index)", attack: "mutation")
    guard !original.isEmpty else { return [] }
    switch index % 4 {
    case 0: return Array(original.prefix(Int.random(in: 0..<original.count, using: &random)))
    case 1: return flippingBytes(1...8, within: original.count, using: &random)
    case 2: return flippingBytes(1...4, within: min(original.count, 256), using: &random)
    default: return forgingLength(using: &random)
    }
  }

  private func flippingBytes(_ count: ClosedRange<Int>, within: Int, using random: inout RandomStream) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: count, using: &random) {
      bytes[Int.random(in: 0..<within, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    return bytes
  }

  /// Overwrites 4 or 8 bytes near the beginning with an extreme number, as a forged size field would.
  private func forgingLength(using random: inout RandomStream) -> [UInt8] {
    var bytes = original
    let width = Bool.random(using: &random) ? 4 : 8
    guard bytes.count > width else { return [] }
    let start = Int.random(in: 0..<min(bytes.count - width, 1024), using: &random)
    let fill: UInt8 = [0xFF, 0x7F, 0x80, 0x00].randomElement(using: &random) ?? 0xFF
    for offset in 0..<width { bytes[start + offset] = fill }
    if fill == 0x7F, width == 8 { bytes[start] = 0xFF }
    return bytes
  }
}
