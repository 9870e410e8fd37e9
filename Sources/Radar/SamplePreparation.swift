public import Tensors

/// The way from a file to a sample: channels, framing, transform, axes.
///
/// One value describes it for a whole run; samples are made one at a time.
public struct SamplePreparation: Equatable, Sendable {
  /// What files do not say themselves.
  public var reading: ReadingOptions
  /// Which channels the model takes, in order; nil for all.
  public var channels: [Int]?
  /// Nil keeps the frames as recorded.
  public var framing: Framing?
  public var transform: ValueTransform
  /// The model's axes after the batch axis.
  public var axes: [Axis]

  public init(
    reading: ReadingOptions = ReadingOptions(), channels: [Int]? = nil, framing: Framing? = nil,
    transform: ValueTransform = .identity, axes: [Axis] = Recording.axes
  ) {
    self.reading = reading
    self.channels = channels
    self.framing = framing
    self.transform = transform
    self.axes = axes
  }

  /// Reads and prepares one recording of a folder.
  public func sample(_ entry: RecordingEntry) throws -> RadarSample {
    try sample(
      Recording(contentsOf: entry.path, options: reading), id: entry.id, classIndex: entry.classIndex,
      className: entry.className)
  }

  /// Prepares a recording.
  public func sample(
    _ recording: Recording, id: String, classIndex: Int? = nil, className: String? = nil
  ) throws(RadarError) -> RadarSample {
    let chosen = if let channels { try recording.selectingChannels(channels) } else { recording }
    let wanted = framing ?? Framing(frameCount: chosen.frameCount)
    let sequence = try wanted.framed(chosen)
    let (input, fit) = try transform.applied(to: sequence.frames, of: recording.path)
    let sample = RadarSample(
      id: id, classIndex: classIndex, className: className, input: input, axes: Recording.axes,
      frameKinds: sequence.frameKinds, frameSources: sequence.sources, transform: transform, fittedTransform: fit,
      facts: chosen.facts)
    return axes == Recording.axes ? sample : try sample.permuted(to: axes)
  }

  /// The same preparation, with what its transform takes from the training recordings filled in.
  ///
  /// Padding does not count. The numbers become part of the transform's text, which belongs into the model's card.
  ///
  /// - Throws: ``RadarError`` when there is nothing to fit to; whatever reading a recording throws.
  public func fitted(to training: [RecordingEntry]) throws -> SamplePreparation {
    guard transform.needsFitting else { return self }
    var result = self
    result.transform = try transform.fitted(sampleCount: training.count) { index in
      let recording = try Recording(contentsOf: training[index].path, options: reading)
      let chosen = if let channels { try recording.selectingChannels(channels) } else { recording }
      return try (framing ?? Framing(frameCount: chosen.frameCount)).framed(chosen).recordedFrames
    }
    return result
  }
}
