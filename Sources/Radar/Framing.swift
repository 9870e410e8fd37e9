/// How a recording is brought to the length that a model wants.
///
/// Both happen in stored units, before the value transform. Cropping never joins frames that were apart.
public struct Framing: Equatable, Sendable, Codable {
  /// What is added to a recording that is too short.
  public enum Padding: String, Sendable, Codable, CaseIterable {
    case zerosAtEnd, zerosAtBeginning
    /// Repeats the last frame at the end.
    case repeatLast
    /// Adds the mean of the kept frames at the end.
    case meanFrame
  }

  /// Which part is kept of a recording that is too long.
  public enum Cropping: String, Sendable, Codable, CaseIterable {
    /// So that the middle of the action is in the middle, as far as there are frames on both sides; the middle of the
    /// recording when no frame is marked as action.
    case centreOnAction
    case first, last
  }

  public var frameCount: Int
  public var padding: Padding
  public var cropping: Cropping
  /// Whether idle frames around the action are cut away first, so that all that is not action is padding.
  ///
  /// A recording without marked action frames is kept whole.
  public var cropsToAction: Bool
  /// No more recorded frames than this are kept, so that the rest is padding; nil keeps as many as there is room for.
  public var largestRecordedCount: Int?

  public init(
    frameCount: Int, padding: Padding = .zerosAtEnd, cropping: Cropping = .centreOnAction, cropsToAction: Bool = false,
    largestRecordedCount: Int? = nil
  ) {
    self.largestRecordedCount = largestRecordedCount
    self.frameCount = frameCount
    self.padding = padding
    self.cropping = cropping
    self.cropsToAction = cropsToAction
  }

  /// Crops and pads a recording.
  ///
  /// - Throws: ``RadarError`` when the wanted length is not positive, or so large that it cannot be meant.
  public func framed(_ recording: Recording) throws(RadarError) -> FramedSequence {
    guard (1...100_000).contains(frameCount) else {
      throw RadarError(recording.path, "a sequence of \(frameCount) frames was wanted", remedy: "give 1 to 100000")
    }
    let kept = window(of: recording)
    let added = frameCount - kept.count
    let recorded = kept.map { FramedSequence.Source.recorded($0) }
    let filler = [FramedSequence.Source](repeating: filling(after: kept), count: added)
    let sources = padding == .zerosAtBeginning ? filler + recorded : recorded + filler
    return FramedSequence(of: recording, sources: sources, kept: kept)
  }

  private func filling(after kept: Range<Int>) -> FramedSequence.Source {
    switch padding {
    case .zerosAtEnd, .zerosAtBeginning: .zeros
    case .repeatLast: .copy(kept.upperBound - 1)
    case .meanFrame: .mean
    }
  }

  /// The recorded frames that are kept: never more than `frameCount` and `largestRecordedCount`, never none.
  private func window(of recording: Recording) -> Range<Int> {
    let flags = recording.isAction ?? []
    let action = flags.firstIndex(of: true).flatMap { first in flags.lastIndex(of: true).map { first..<$0 + 1 } }
    let whole = cropsToAction ? action ?? 0..<recording.frameCount : 0..<recording.frameCount
    let limit = min(frameCount, max(largestRecordedCount ?? frameCount, 1))
    guard whole.count > limit else { return whole }
    let start: Int
    switch cropping {
    case .first: start = whole.lowerBound
    case .last: start = whole.upperBound - limit
    case .centreOnAction:
      let target = action ?? whole
      let centred = (target.lowerBound + target.upperBound - limit) / 2
      start = min(max(centred, whole.lowerBound), whole.upperBound - limit)
    }
    return start..<start + limit
  }
}
