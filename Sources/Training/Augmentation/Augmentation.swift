/// A random change of a training example that leaves its meaning alone.
///
/// Sequences, in model-input units; `u` are uniform draws of the example's own stream:
///
/// | text | what is drawn | what is done |
/// |---|---|---|
/// | `time-shift:6` | whole frames in −6…6 | moved in time; what comes in is zero and counts as padding |
/// | `time-shift:6:edge` | the same | what comes in repeats the first or last frame |
/// | `time-crop:0.3` | a share in 0…0.3, and a place | that share of the frames is cut off, action frames never; zeros at the end |
/// | `amplitude:0.2` | a factor in 0.8…1.2 | values are multiplied |
/// | `range-shift:2` | whole bins in −2…2 | moved in range; what comes in is zero |
/// | `noise:0.05` | a level in 0…0.05 | every value of a recorded frame rises by `u · level` |
/// | `frame-drop:0.1` | for each frame, with probability 0.1 | the frame before it is seen again |
///
/// Images, with their masks:
///
/// | text | what is drawn | what is done |
/// |---|---|---|
/// | `flip`, `flip-vertical` | yes or no | mirrored left-right, or top-bottom |
/// | `rotate` | 0 to 3 quarter turns (0 or 2 where the image is not square) | turned |
/// | `brightness:0.1` | an amount in ±0.1 | added |
/// | `affine:15:0.1:0.05` | an angle in ±15 degrees, a zoom in 0.9…1.1, shifts in ±5 % of height and width | turned, enlarged and moved about the middle: the image bilinearly with its border repeated, the mask by nearest pixels with void beyond its border |
/// | `contrast:0.2` | a factor in 0.8…1.2 | distances from the image's mean are multiplied |
/// | `gamma:0.3` | an exponent in 1/1.3…1.3 | values, as shares of the bounds, are raised to it |
/// | `gaussian:0.02` | a level in 0…0.02 | every value changes by `level · n`, `n` standard normal |
///
/// Values are clipped to the bounds of the input afterwards.
public enum Augmentation: Sendable, Equatable {
  case timeShift(frames: Int, repeatsEdge: Bool)
  case timeCrop(share: Double)
  case amplitude(spread: Double)
  case rangeShift(bins: Int)
  case noise(level: Double)
  case frameDrop(share: Double)
  case flip
  case flipVertical
  case rotate
  case brightness(amount: Double)
  case contrast(spread: Double)
  case gamma(spread: Double)
  case gaussian(level: Double)
  case affine(AffineSpread)
}

extension Augmentation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .timeShift(let frames, let repeatsEdge): "time-shift:\(frames)\(repeatsEdge ? ":edge" : "")"
    case .timeCrop(let share): "time-crop:\(share)"
    case .amplitude(let spread): "amplitude:\(spread)"
    case .rangeShift(let bins): "range-shift:\(bins)"
    case .noise(let level): "noise:\(level)"
    case .frameDrop(let share): "frame-drop:\(share)"
    case .flip: "flip"
    case .flipVertical: "flip-vertical"
    case .rotate: "rotate"
    case .brightness(let amount): "brightness:\(amount)"
    case .contrast(let spread): "contrast:\(spread)"
    case .gamma(let spread): "gamma:\(spread)"
    case .gaussian(let level): "gaussian:\(level)"
    case .affine(let spread): "affine:\(spread.degrees):\(spread.zoom):\(spread.shift)"
    }
  }

  /// Reads one entry of the tables above.
  public init(parsing text: String) throws(TrainingError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let found = Self.plain(parts) ?? Self.counted(parts) ?? Self.scaled(parts) ?? Self.affine(parts) else {
      throw TrainingError(
        "augmentation '\(text)'", "is none",
        remedy: "write time-shift:FRAMES, time-crop:SHARE, amplitude:SPREAD, range-shift:BINS, noise:LEVEL, "
          + "frame-drop:SHARE, flip, flip-vertical, rotate, affine:DEGREES:ZOOM:SHIFT, brightness:AMOUNT, "
          + "contrast:SPREAD, gamma:SPREAD or gaussian:LEVEL; shares and spreads lie in 0 to 1")
    }
    self = found
  }

  private static func plain(_ parts: [String]) -> Augmentation? {
    switch parts {
    case ["flip"]: .flip
    case ["flip-vertical"]: .flipVertical
    case ["rotate"]: .rotate
    default: nil
    }
  }

  private static func counted(_ parts: [String]) -> Augmentation? {
    guard parts.count >= 2, let count = Int(parts[1]), (1...100_000).contains(count) else { return nil }
    return switch (parts[0], parts.count) {
    case ("time-shift", 2): .timeShift(frames: count, repeatsEdge: false)
    case ("time-shift", 3) where parts[2] == "edge": .timeShift(frames: count, repeatsEdge: true)
    case ("range-shift", 2): .rangeShift(bins: count)
    default: nil
    }
  }

  private static func scaled(_ parts: [String]) -> Augmentation? {
    guard parts.count == 2, let size = Double(parts[1]), size > 0, size <= 1 else { return nil }
    return switch parts[0] {
    case "time-crop": .timeCrop(share: size)
    case "amplitude": .amplitude(spread: size)
    case "noise": .noise(level: size)
    case "frame-drop": .frameDrop(share: size)
    case "brightness": .brightness(amount: size)
    case "contrast": .contrast(spread: size)
    case "gamma": .gamma(spread: size)
    case "gaussian": .gaussian(level: size)
    default: nil
    }
  }

  private static func affine(_ parts: [String]) -> Augmentation? {
    let numbers = parts.dropFirst().compactMap { Double($0) }
    guard parts[0] == "affine", parts.count == 4, numbers.count == 3, (0...180).contains(numbers[0]),
      (0...0.9).contains(numbers[1]), (0...1).contains(numbers[2]), numbers.contains(where: { $0 > 0 })
    else { return nil }
    return .affine(AffineSpread(degrees: numbers[0], zoom: numbers[1], shift: numbers[2]))
  }
}
