internal import Attacks
internal import Tensors

extension StudyBench {
  /// Untargeted attempts on the rightly classified of the given recordings; those without an element to change are left
  /// out.
  ///
  /// - Parameters:
  ///   - subject: the victim.
  ///   - framing: how the recordings are framed.
  ///   - places: which recordings.
  ///   - others: victims that must be right too.
  ///   - region: where a recording may change, without a validity channel.
  /// - Returns: the attempts, in the order of `places`.
  /// - Throws: whatever a recording or a victim throws.
  func attempts(
    on subject: StudySubject, _ framing: StudyFraming, at places: [Int], alsoRight others: [StudySubject] = [],
    region: (StudyRecording) -> Region
  ) throws -> [StudyAttempt] {
    let all = try recordings(framing)
    let answers = try ([subject] + others).map { try self.answers($0, framing) }
    return try places.compactMap { place in
      let recording = all[place]
      guard answers.allSatisfy({ $0[place] == recording.label }) else { return nil }
      let allowed = region(recording)
      guard !allowed.isEmpty else { return nil }
      return try attempt(place, recording, subject, allowed, goal: .untargeted(label: recording.label))
    }
  }

  func attempt(
    _ place: Int, _ recording: StudyRecording, _ subject: StudySubject, _ region: Region, goal: ClassGoal
  ) throws -> StudyAttempt {
    let whole = subject.takesValidity ? try ValidityChannel.appended(to: region, axes: settings.axes) : region
    return StudyAttempt(
      index: place, recording: recording,
      problem: AttackProblem(
        id: source.ids[place], clean: try input(recording, for: subject), region: whole, goal: goal,
        label: recording.label))
  }

  /// The frames of some kinds, all channels.
  func frames(_ recording: StudyRecording, name: String, where isIncluded: (FrameKind) -> Bool) -> Region {
    let shape = recording.input.shape
    guard let time = settings.axes.firstIndex(of: .time), recording.frameKinds.count == shape[time] else {
      return Region(shape: shape, allowed: [Bool](repeating: false, count: shape.product), name: name)
    }
    let flags = recording.frameKinds.map(isIncluded)
    let stride = shape.rowMajorStrides[time]
    return Region(
      shape: shape, allowed: (0..<shape.product).map { flags[$0 / stride % flags.count] }, name: name)
  }

  func paddingFrames(_ recording: StudyRecording) -> Region {
    frames(recording, name: "padding frames") { $0 == .padding }
  }

  func everything(_ recording: StudyRecording) -> Region { .all(recording.input.shape) }

  /// Mean over the recordings of the share of frames that are of a kind.
  static func meanShare(_ recordings: [StudyRecording], where isIncluded: (FrameKind) -> Bool) -> Double {
    guard !recordings.isEmpty else { return .nan }
    let shares = recordings.map { recording in
      Double(recording.frameKinds.count(where: isIncluded)) / Double(max(recording.frameKinds.count, 1))
    }
    return shares.reduce(0, +) / Double(recordings.count)
  }
}
