/// How echoes of things that stand still are taken out before the transforms.
public enum ClutterFilter: Sendable, Equatable, Codable {
  case none
  /// The mean over the chirps of a frame is taken off each sample, which empties the column of zero Doppler.
  case slowTimeMean
  /// The moving target indicator of Infineon's examples, over frames: `y = x − h`, then `h = rate·x + (1 − rate)·h`.
  ///
  /// `h` begins as the first frame, whose output is therefore zero; with zero, as in those examples, the whole clutter
  /// would flash up in it.
  case movingTarget(rate: Double)

  /// How much white noise grows: the variance of the output over that of the input, once `h` has settled.
  ///
  /// `h` is an exponential mean of independent frames with the variance rate / (2 − rate), and independent of x.
  public var noiseGain: Double {
    switch self {
    case .none, .slowTimeMean: 1
    case .movingTarget(let rate): 2 / (2 - rate)
    }
  }

  func validate() throws(RadarError) {
    guard case .movingTarget(let rate) = self else { return }
    guard rate > 0, rate <= 1 else {
      throw RadarError("moving target filter", "its rate is \(rate)", remedy: "give more than 0 and at most 1")
    }
  }
}

/// A ``ClutterFilter`` at work on the frames of one recording, in order.
struct ClutterFilterState {
  private let filter: ClutterFilter
  private var history: [Float] = []

  init(_ filter: ClutterFilter) { self.filter = filter }

  /// Filters one frame in place.
  ///
  /// - Parameters:
  ///   - frame: [receiver, chirp, …].
  ///   - receivers: its first extent.
  ///   - chirps: its second.
  mutating func apply(to frame: inout [Float], receivers: Int, chirps: Int) {
    switch filter {
    case .none: return
    case .slowTimeMean: Self.removeMean(of: &frame, receivers, chirps)
    case .movingTarget(let rate): removeHistory(from: &frame, rate: Float(rate))
    }
  }

  private mutating func removeHistory(from frame: inout [Float], rate: Float) {
    if history.isEmpty { history = frame }
    for index in frame.indices {
      let difference = frame[index] - history[index]
      history[index] += rate * difference
      frame[index] = difference
    }
  }

  private static func removeMean(of frame: inout [Float], _ receivers: Int, _ chirps: Int) {
    let width = frame.count / (receivers * chirps)
    for receiver in 0..<receivers {
      for column in 0..<width {
        let start = receiver * chirps * width + column
        var sum = 0.0
        for chirp in 0..<chirps { sum += Double(frame[start + chirp * width]) }
        let mean = Float(sum / Double(chirps))
        for chirp in 0..<chirps { frame[start + chirp * width] -= mean }
      }
    }
  }
}
