/// What is known of a recording besides its numbers; goes with every sample into reports.
public struct RecordingFacts: Equatable, Sendable {
  public let path: String
  /// Which layout was recognised, such as "KKT".
  public let format: String
  /// What one number means, such as "range-Doppler magnitude, sensor counts".
  public let units: String
  public let channelNames: [String]
  public let stored: StoredValues
  /// Frames per second, where the file tells.
  public let frameRate: Double?
  /// The class number that the file itself carries, as Soli files do.
  public let storedLabel: Int?
  /// Who was recorded, when, and which repetition it is, as far as the file or its name tells.
  public let origin: RecordingOrigin
  /// How many frames were recorded, before any cropping.
  public let frameCount: Int
  /// What a reader of results should know: assumptions, missing parts.
  public let notes: [String]

  public init(
    path: String, format: String, units: String, channelNames: [String], stored: StoredValues,
    frameRate: Double? = nil, storedLabel: Int? = nil, origin: RecordingOrigin = .unknown, frameCount: Int,
    notes: [String] = []
  ) {
    self.path = path
    self.format = format
    self.units = units
    self.channelNames = channelNames
    self.stored = stored
    self.frameRate = frameRate
    self.storedLabel = storedLabel
    self.origin = origin
    self.frameCount = frameCount
    self.notes = notes
  }

  /// The same facts with other notes.
  func replacing(notes: [String]) -> RecordingFacts {
    RecordingFacts(
      path: path, format: format, units: units, channelNames: channelNames, stored: stored, frameRate: frameRate,
      storedLabel: storedLabel, origin: origin, frameCount: frameCount, notes: notes)
  }

  func selectingChannels(_ channels: [Int]) -> RecordingFacts {
    RecordingFacts(
      path: path, format: format, units: units, channelNames: channels.map { channelNames[$0] }, stored: stored,
      frameRate: frameRate, storedLabel: storedLabel, origin: origin, frameCount: frameCount, notes: notes)
  }
}
