public import HDF5
public import Tensors

/// One radar file as stored: range-Doppler frames in the file's own units.
///
/// | axis | 0 | 1 | 2 | 3 |
/// |---|---|---|---|---|
/// | of `frames` | channel | time | range | doppler |
///
/// Whatever order a file has, this is the order here. Every value is finite.
public struct Recording: Equatable, Sendable {
  public static let axes: [Axis] = [.channel, .time, .range, .doppler]

  public let frames: Tensor
  /// For each frame, whether the gesture happens; nil when the file does not say.
  public let isAction: [Bool]?
  /// For each frame, whether it was added to a shorter recording before it was stored; nil when none is known to be.
  public let isPadding: [Bool]?
  public let facts: RecordingFacts

  public var channelCount: Int { frames.shape[0] }
  public var frameCount: Int { frames.shape[1] }
  public var path: String { facts.path }

  init(frames: Tensor, isAction: [Bool]?, isPadding: [Bool]? = nil, facts: RecordingFacts) {
    precondition(frames.rank == 4, "Recording: expected [channel, time, range, doppler], is \(frames.shape)")
    precondition(isAction.map { $0.count == frames.shape[1] } ?? true, "Recording: one action flag for each frame")
    precondition(isPadding.map { $0.count == frames.shape[1] } ?? true, "Recording: one padding flag for each frame")
    self.frames = frames
    self.isAction = isAction
    self.isPadding = isPadding
    self.facts = facts
  }

  /// Reads a file, whose layout is recognised by what it holds, or a folder that is one recording (Infineon's).
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - options: what the file does not say itself.
  ///   - processorSeconds: as for ``HDF5File``.
  /// - Throws: ``RadarError`` for an unknown layout (it names what was found), a value that is not finite, labels or
  ///   settings that make no sense, a length that does not fit; ``HDF5Error``, `NPYError` or `FileError` for a file that
  ///   cannot be read.
  public init(contentsOf path: String, options: ReadingOptions = ReadingOptions(), processorSeconds: Int = 20) throws {
    let recording =
      switch try RecordingFile(path) {
      case .hdf5: try RecordingFormats.read(path, processorSeconds: processorSeconds)
      case .array: try ArrayRecording(path: path, options: options).array()
      case .archive: try ArrayRecording(path: path, options: options).archive()
      case .capture: try DCA1000Capture(path, options).raw().recording(options)
      case .infineonFolder(let folder): try InfineonFolder(path: path, folder: folder).raw().recording(options)
      }
    self = recording.markingAction(from: options.actionSource)
  }

  /// Takes an array read elsewhere, such as from an NPY file.
  ///
  /// - Parameters:
  ///   - array: the values.
  ///   - axes: what each axis of `array` is; of channel, time, range and doppler, those missing get the extent 1.
  ///   - path: where the values come from.
  ///   - type: the stored number type.
  ///   - isAction: for each frame, whether the gesture happens.
  /// - Throws: ``RadarError`` when the axes do not fit the array, or a value is not finite.
  public init(
    array: Tensor, axes: [Axis], path: String, type: HDF5Type = .float(bits: 32), isAction: [Bool]? = nil
  ) throws(RadarError) {
    let frames = try AxisOrder(axes, of: path).arranged(array, as: Self.axes)
    try frames.requireFrames(of: path, minimumFrames: 1)
    try array.requireFinite("array", of: path)
    if let isAction, isAction.count != frames.shape[1] {
      throw RadarError(
        path, "\(isAction.count) action flags for \(frames.shape[1]) frames", remedy: "give one for each frame")
    }
    let stored = StoredValues(type: type, measuring: array.scalars)
    let facts = RecordingFacts(
      path: path, format: "array", units: "as stored", channelNames: (0..<frames.shape[0]).map { "channel \($0)" },
      stored: stored, frameCount: frames.shape[1],
      notes: ["axes \(axes.map(\.rawValue).joined(separator: ", ")) as told, not found in the file"])
    self.init(frames: frames, isAction: isAction, facts: facts)
  }

  /// The same recording with some of its channels, in the given order.
  public func selectingChannels(_ channels: [Int]) throws(RadarError) -> Recording {
    guard !channels.isEmpty, channels.allSatisfy((0..<channelCount).contains) else {
      throw RadarError(
        path,
        "channels \(channels) were wanted, it has \(channelCount) (\(facts.channelNames.joined(separator: ", ")))",
        remedy: "choose among 0...\(channelCount - 1)")
    }
    // Channels lead, so choosing them is choosing samples of a batch.
    let chosen = frames.selectingSamples(channels)
    return Recording(frames: chosen, isAction: isAction, isPadding: isPadding, facts: facts.selectingChannels(channels))
  }

  /// What each recorded frame shows; action everywhere when the file does not say.
  public var frameKinds: [FrameKind] {
    (0..<frameCount).map { frame in
      if isPadding?[frame] == true { return .padding }
      return isAction?[frame] == false ? .idle : .action
    }
  }
}
