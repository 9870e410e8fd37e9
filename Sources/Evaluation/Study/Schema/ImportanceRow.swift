/// Whether a perturbation goes to the frames that matter: Grad-CAM per frame of the clean input against L2 per frame.
///
/// Frames outside the region are left out of every number but the curves: where nothing may change, nothing is chosen.
/// Recordings with fewer than three frames in the region, and those without a heat map, are left out.
public struct ImportanceRow: Sendable, Codable, Equatable {
  public var victim: String
  /// "all" or "padding".
  public var region: String
  public var attack: String
  /// Recordings that the row is about.
  public var recordings: Int
  /// Spearman's rank correlation within each recording.
  public var rankCorrelation: Quartiles
  /// The share of recordings with a positive correlation.
  public var positive: Proportion
  /// Frames that count as the most important of a recording: this share of the region's, at least one.
  public var topShare: Double
  /// The share of the perturbation's energy (squared L2) in the most important frames, per recording.
  public var energyInTopFrames: Quartiles
  /// What as many frames drawn at random from the region would hold on average: their share of its frames, per recording.
  public var energyInRandomFrames: Quartiles
  /// The share of importance that lies in padding frames, before and after the attack, mean over recordings with padding.
  @FiniteOrNull public var paddingImportanceBefore: Double
  @FiniteOrNull public var paddingImportanceAfter: Double
  /// Frame by frame, mean over recordings, each scaled to sum 1: the two curves to lay over one another.
  @FiniteOrNull public var meanPerturbation: [Double]
  @FiniteOrNull public var meanImportance: [Double]
  /// The share of recordings in which the frame is action, and padding.
  public var actionShare: [Double]
  public var paddingShare: [Double]

  public init(victim: String, region: String, attack: String, recordings: Int, topShare: Double) {
    self.victim = victim
    self.region = region
    self.attack = attack
    self.recordings = recordings
    self.topShare = topShare
    rankCorrelation = Quartiles(of: [])
    positive = Proportion(0, of: 0)
    energyInTopFrames = Quartiles(of: [])
    energyInRandomFrames = Quartiles(of: [])
    paddingImportanceBefore = .nan
    paddingImportanceAfter = .nan
    meanPerturbation = []
    meanImportance = []
    actionShare = []
    paddingShare = []
  }
}
