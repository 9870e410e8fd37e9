/// The samples of an image as stored: rows from the top, channels interleaved, not scaled.
public enum ImageSamples: Sendable, Hashable {
  /// Unsigned, bit depths 1 to 8, one sample a byte.
  case bytes([UInt8])
  /// Unsigned, bit depth 16.
  case words([UInt16])
  /// Everything else: signed, 32 bits, floating point, measured values; `ImageHeader.window` says what is black and
  /// what white.
  case floats([Float])

  public var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .words(let words): words.count
    case .floats(let floats): floats.count
    }
  }

  public subscript(index: Int) -> Int {
    switch self {
    case .bytes(let bytes): Int(bytes[index])
    case .words(let words): Int(words[index])
    case .floats(let floats): Self.nearest(floats[index])
    }
  }

  /// Every sample, in order; a fraction is rounded, NaN is 0.
  public var integers: [Int] {
    switch self {
    case .bytes(let bytes): bytes.map(Int.init)
    case .words(let words): words.map(Int.init)
    case .floats(let floats): floats.map(Self.nearest)
    }
  }

  /// Every sample, in order.
  public var values: [Float] {
    switch self {
    case .bytes(let bytes): bytes.map(Float.init)
    case .words(let words): words.map(Float.init)
    case .floats(let floats): floats
    }
  }

  /// The smallest and the largest finite sample; nil where there is none.
  public var extremes: ClosedRange<Float>? {
    switch self {
    case .bytes(let bytes): bytes.min().flatMap { low in bytes.max().map { Float(low)...Float($0) } }
    case .words(let words): words.min().flatMap { low in words.max().map { Float(low)...Float($0) } }
    case .floats(let floats): Self.extremes(of: floats)
    }
  }

  /// The samples at the given places, in the given order.
  func selecting(_ indices: [Int]) -> ImageSamples {
    switch self {
    case .bytes(let bytes): .bytes(indices.map { bytes[$0] })
    case .words(let words): .words(indices.map { words[$0] })
    case .floats(let floats): .floats(indices.map { floats[$0] })
    }
  }

  /// Every sample divided by `largest`, rounded once.
  func fractions(of largest: Int) -> [Float] {
    let divisor = Float(largest)
    switch self {
    case .bytes(let bytes): return bytes.map { Float($0) / divisor }
    case .words(let words): return words.map { Float($0) / divisor }
    case .floats(let floats): return floats.map { $0 / divisor }
    }
  }

  private static func extremes(of floats: [Float]) -> ClosedRange<Float>? {
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in floats where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    return low <= high ? low...high : nil
  }

  /// Clamped to what every platform's `Int` holds exactly beside a `Double`.
  private static func nearest(_ value: Float) -> Int {
    let limit: Float = 9_007_199_254_740_992
    return value.isNaN ? 0 : Int(min(max(value, -limit), limit).rounded())
  }
}
