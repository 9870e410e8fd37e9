import HDF5
import Radar
import Tensors

/// What a radar recording holds, in its file's own units.
struct RecordingFinding: Finding {
  struct AxisEntry: Encodable { let name: String, extent: Int }
  struct Channel: Encodable { let name: String, minimum: Float, maximum: Float }

  static let kind = "recording"

  let format: String
  let axes: [AxisEntry]
  let units: String
  let channels: [Channel]
  let storedType: String
  let areWholeNumbers: Bool
  let minimum: Float
  let maximum: Float
  let frameCount: Int
  let framesPerSecond: Double?
  /// First and last frame of each run of frames in which the gesture happens; nil when the file does not say.
  let actionRuns: [[Int]]?
  let actionFrameCount: Int?
  let storedLabel: Int?
  let subject: Int?
  let session: Int?
  let instance: Int?
  let notes: [String]
  /// Everything in the file, if asked for.
  let objects: [HDF5Finding.Entry]?
  private let treeLines: [String]

  init(_ recording: Recording, tree: HDF5Finding? = nil) {
    let facts = recording.facts
    format = facts.format
    axes = zip(Recording.axes, recording.frames.shape).map { AxisEntry(name: $0.rawValue, extent: $1) }
    units = facts.units
    channels = Self.channels(of: recording)
    storedType = facts.stored.type.description
    areWholeNumbers = facts.stored.areIntegers
    minimum = facts.stored.minimum
    maximum = facts.stored.maximum
    frameCount = facts.frameCount
    framesPerSecond = facts.frameRate
    actionRuns = recording.isAction.map { flags in FrameRuns(flags).ranges.map { [$0.lowerBound, $0.upperBound] } }
    actionFrameCount = recording.isAction.map { flags in flags.count { $0 } }
    storedLabel = facts.storedLabel
    (subject, session, instance) = (facts.origin.subject, facts.origin.session, facts.origin.instance)
    notes = facts.notes
    objects = tree?.objects
    treeLines = tree?.treeLines ?? []
  }

  private static func channels(of recording: Recording) -> [Channel] {
    let size = recording.frames.count / max(recording.channelCount, 1)
    return recording.facts.channelNames.enumerated().map { index, name in
      let values = recording.frames.scalars[index * size..<(index + 1) * size]
      return Channel(name: name, minimum: values.min() ?? 0, maximum: values.max() ?? 0)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case format, axes, units, channels, storedType, areWholeNumbers, minimum, maximum, frameCount, framesPerSecond
    case actionRuns, actionFrameCount, storedLabel, subject, session, instance, notes, objects
  }

  var title: String { "radar recording, \(format)" }

  var facts: [Fact] {
    var facts = [Fact("axes", axes.map { "\($0.name) \($0.extent)" }.joined(separator: ", "))]
    facts.add("values", units)
    facts.add(
      "channels", channels.map { "\($0.name) \(Wording.range($0.minimum...$0.maximum))" }.joined(separator: ", "))
    facts.add("stored", "\(storedType)\(areWholeNumbers ? ", whole numbers" : ""), \(Wording.range(minimum...maximum))")
    facts.add("frame rate", framesPerSecond.map { "\(Wording.number($0)) per second" } ?? "not in the file")
    facts.add("action", actionText)
    facts.add("label", storedLabel.map { "\($0) in the file" })
    let origin = [("subject", subject), ("session", session), ("instance", instance)]
    let known = origin.compactMap { name, number in number.map { "\(name) \($0)" } }
    facts.add("origin", known.isEmpty ? nil : known.joined(separator: ", "))
    facts.add("notes", lines: notes)
    facts.add("tree", lines: treeLines)
    return facts
  }

  private var actionText: String {
    guard let actionRuns, let actionFrameCount else { return "the file does not say which frames show the gesture" }
    guard actionFrameCount > 0 else { return "in no frame" }
    let runs = actionRuns.map { $0[0] == $0[1] ? "\($0[0])" : "\($0[0])-\($0[1])" }
    return "frames \(Wording.list(runs)) (\(actionFrameCount) of \(frameCount))"
  }
}

/// The runs of frames for which something holds.
struct FrameRuns {
  let ranges: [ClosedRange<Int>]

  init(_ flags: [Bool]) {
    var ranges: [ClosedRange<Int>] = []
    for (frame, flag) in flags.enumerated() where flag {
      if let last = ranges.last, last.upperBound == frame - 1 {
        ranges[ranges.count - 1] = last.lowerBound...frame
      } else {
        ranges.append(frame...frame)
      }
    }
    self.ranges = ranges
  }
}
