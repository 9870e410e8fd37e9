import Tensors

/// From what it is taken which frames of a recording show the gesture.
///
/// | text | frames of the gesture |
/// |---|---|
/// | `label` | those that the file marks; all of them if it marks none |
/// | `energy`, `energy:0.1` | runs of frames whose energy reaches that share of the greatest; they last while it is at least half the share |
/// | `padding` | all that are not padding: zero frames at either end, and repetitions of the first or last frame |
///
/// The energy of a frame is the sum of its squared values in the first channel, in stored units. It tells nothing about
/// recordings in which standing objects were not removed: their energy hardly changes.
public enum ActionSource: Equatable, Sendable {
  case label
  case energy(threshold: Float)
  case padding

  static let usualThreshold: Float = 0.1
}

extension ActionSource: CustomStringConvertible {
  public init(_ text: String) throws(RadarError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts.first?.lowercased(), parts.count) {
    case ("label", 1): self = .label
    case ("padding", 1): self = .padding
    case ("energy", 1): self = .energy(threshold: Self.usualThreshold)
    case ("energy", 2):
      guard let threshold = Float(parts[1]), threshold > 0, threshold <= 1 else { throw Self.unknown(text) }
      self = .energy(threshold: threshold)
    default: throw Self.unknown(text)
    }
  }

  private static func unknown(_ text: String) -> RadarError {
    RadarError(
      "action from '\(text)'", "this is not known", remedy: "use label, energy, energy:SHARE (0 to 1) or padding")
  }

  public var description: String {
    switch self {
    case .label: "label"
    case .energy(let threshold): "energy:\(threshold)"
    case .padding: "padding"
    }
  }
}

extension Recording {
  /// The same recording, with the frames of the gesture taken from `source` instead of what the file says.
  public func markingAction(from source: ActionSource) -> Recording {
    switch source {
    case .label: self
    case .energy(let threshold):
      marked(
        isAction: EnergyRuns(frames).flags(threshold: threshold), isPadding: nil,
        note: "frames of the gesture found by their energy (\(source))")
    case .padding: markingPadding()
    }
  }

  private func markingPadding() -> Recording {
    let flags = PaddingRuns(frames).flags
    let count = flags.count { $0 }
    return marked(
      isAction: flags.map { !$0 }, isPadding: flags,
      note: "\(count) of \(frameCount) frames are padding in the file: zeros, or repetitions of the first or last frame"
    )
  }

  private func marked(isAction: [Bool], isPadding: [Bool]?, note: String) -> Recording {
    // What the file does or does not say about the gesture no longer counts.
    let others = facts.notes.filter { !$0.hasSuffix("every frame counts as action") }
    return Recording(
      frames: frames, isAction: isAction, isPadding: isPadding, facts: facts.replacing(notes: others + [note]))
  }
}

/// Frames by their energy.
private struct EnergyRuns {
  let energies: [Double]

  init(_ frames: Tensor) {
    let (count, size) = (frames.shape[1], frames.shape[2] * frames.shape[3])
    energies = frames.withUnsafeScalars { scalars in
      (0..<count).map { frame in
        scalars[frame * size..<(frame + 1) * size].reduce(0) { $0 + Double($1) * Double($1) }
      }
    }
  }

  /// Hysteresis: a run needs one frame at the threshold, and lasts while frames are above half of it.
  func flags(threshold: Float) -> [Bool] {
    let peak = energies.max() ?? 0
    guard peak > 0 else { return energies.map { _ in false } }
    let (high, low) = (Double(threshold) * peak, Double(threshold) * peak / 2)
    var flags = energies.map { $0 >= high }
    for frame in flags.indices.dropFirst() where flags[frame - 1] && energies[frame] >= low { flags[frame] = true }
    for frame in flags.indices.dropLast().reversed() where flags[frame + 1] && energies[frame] >= low {
      flags[frame] = true
    }
    return flags
  }
}

/// Frames that somebody added at either end.
private struct PaddingRuns {
  let flags: [Bool]

  init(_ frames: Tensor) {
    let count = frames.shape[1]
    let isZero = (0..<count).map { Self.holds(frames, $0) { scalars, index in scalars[index] == 0 } }
    let size = frames.shape[2] * frames.shape[3]
    let isLikeBefore = (0..<count).map { time in
      time > 0 && Self.holds(frames, time) { scalars, index in scalars[index] == scalars[index - size] }
    }
    // Frames of zeros are padding, all of them; of equal frames the innermost was recorded.
    let tail = (0..<count).reversed().prefix { isZero[count - 1] ? isZero[$0] : isLikeBefore[$0] }.count
    let inner = count - tail
    let head = (0..<inner).prefix { isZero[0] ? isZero[$0] : $0 + 1 < inner && isLikeBefore[$0 + 1] }.count
    flags = (0..<count).map { $0 < head || $0 >= inner }
  }

  /// Whether every value of a frame, in every channel, is as `condition` says.
  private static func holds(
    _ frames: Tensor, _ time: Int, _ condition: (UnsafeBufferPointer<Float>, Int) -> Bool
  ) -> Bool {
    let (count, size) = (frames.shape[1], frames.shape[2] * frames.shape[3])
    return frames.withUnsafeScalars { scalars in
      (0..<frames.shape[0]).allSatisfy { channel in
        let start = (channel * count + time) * size
        return (start..<start + size).allSatisfy { condition(scalars, $0) }
      }
    }
  }
}
