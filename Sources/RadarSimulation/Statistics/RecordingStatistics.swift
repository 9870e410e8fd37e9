/// What a set of recordings looks like in numbers, to compare simulated with real ones.
///
/// Of channel 0, the magnitude; see the properties for what each number is.
public struct RecordingStatistics: Sendable, Equatable, Encodable {
  public let recordings: Int
  public let frames: Int
  /// The share of numbers that are exactly 0.
  public let zeroShare: Double
  /// The share of numbers above a tenth of their frame's greatest.
  public let activeShare: Double
  /// The mean of the column of zero Doppler over the mean of all columns.
  public let zeroDopplerRidge: Double
  /// The frames' greatest numbers.
  public let frameMaximum: Spread
  /// From the first to the last of the rows (columns) whose sum is above the middle between the median and the greatest.
  public let activeRows: Spread
  public let activeColumns: Spread
  /// Frames that carry the gesture, per recording that has any, and where they begin.
  public let actionFrames: Spread?
  public let actionStart: Spread?
  /// The mean sum of a frame with gesture over that of one without, in recordings that have both.
  public let energyRatio: Double?
  /// The correlation of neighbouring frames.
  public let neighbourCorrelation: Double

  /// Mean and extremes.
  public struct Spread: Sendable, Equatable, Encodable {
    public let mean: Double, lowest: Double, highest: Double

    init?(_ values: [Double]) {
      guard let lowest = values.min(), let highest = values.max() else { return nil }
      (self.lowest, self.highest) = (lowest, highest)
      mean = values.reduce(0, +) / Double(values.count)
    }

    static let none = Spread(mean: .nan, lowest: .nan, highest: .nan)
    private init(mean: Double, lowest: Double, highest: Double) {
      (self.mean, self.lowest, self.highest) = (mean, lowest, highest)
    }
  }

  /// The numbers of recordings that were added one by one.
  public init(_ sums: RecordingSums) {
    let cells = Double(max(sums.cells, 1))
    recordings = sums.recordings
    frames = sums.frames
    zeroShare = Double(sums.zeros) / cells
    activeShare = Double(sums.active) / cells
    zeroDopplerRidge = sums.ridge.reduce(0, +) / Double(max(sums.ridge.count, 1))
    frameMaximum = Spread(sums.maxima) ?? .none
    activeRows = Spread(sums.rows) ?? .none
    activeColumns = Spread(sums.columns) ?? .none
    actionFrames = Spread(sums.actionFrames)
    actionStart = Spread(sums.actionStarts)
    energyRatio = Spread(sums.energyRatios)?.mean
    neighbourCorrelation = Spread(sums.correlations)?.mean ?? .nan
  }
}
