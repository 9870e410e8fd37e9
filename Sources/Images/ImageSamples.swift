/// The samples of an image as stored: rows from the top, channels interleaved, not scaled.
public enum ImageSamples: Sendable, Hashable {
  /// Bit depths 1 to 8, one sample a byte.
  case bytes([UInt8])
  /// Bit depth 16.
  case words([UInt16])

  public var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .words(let words): words.count
    }
  }

  public subscript(index: Int) -> Int {
    switch self {
    case .bytes(let bytes): Int(bytes[index])
    case .words(let words): Int(words[index])
    }
  }

  /// Every sample, in order.
  public var integers: [Int] {
    switch self {
    case .bytes(let bytes): bytes.map(Int.init)
    case .words(let words): words.map(Int.init)
    }
  }

  /// The samples at the given places, in the given order.
  func selecting(_ indices: [Int]) -> ImageSamples {
    switch self {
    case .bytes(let bytes): .bytes(indices.map { bytes[$0] })
    case .words(let words): .words(indices.map { words[$0] })
    }
  }

  /// Every sample divided by `largest`, rounded once.
  func fractions(of largest: Int) -> [Float] {
    let divisor = Float(largest)
    switch self {
    case .bytes(let bytes): return bytes.map { Float($0) / divisor }
    case .words(let words): return words.map { Float($0) / divisor }
    }
  }
}
