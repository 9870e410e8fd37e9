public import Tensors

/// The way from a file to a sample: channels, framing, transform, axes.
///
/// One value describes it for a whole run; samples are made one at a time.
public struct SamplePreparation: Equatable, Sendable {
  /// Which channels the model takes, in order; nil for all.
  public var channels: [Int]?
  /// Nil keeps the frames as recorded.
  public var framing: Framing?
  public var transform: ValueTransform
  /// The model's axes after the batch axis.
  public var axes: [Axis]

  public init(
    channels: [Int]? = nil, framing: Framing? = nil, transform: ValueTransform = .identity,
    axes: [Axis] = Recording.axes
  ) {
    self.channels = channels
    self.framing = framing
    self.transform = transform
    self.axes = axes
  }

  /// Reads and prepares one recording of a folder.
  public func sample(_ entry: RecordingEntry) throws -> RadarSample {
    try sample(
      Recording(contentsOf: entry.path), id: entry.id, classIndex: entry.classIndex, className: entry.className)
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
}
