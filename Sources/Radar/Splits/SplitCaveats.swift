extension SampleSelection {
  /// What a reader of results on the chosen recordings must know where it is not known what a model was trained on.
  public var caveat: String? {
    guard isRandom else { return nil }
    return
      "The samples were drawn at random: those that the model was trained on may be of the same people and sittings, "
      + "or even be among them."
  }
}

/// What a reader of results must know of how recordings were split.
struct SplitCaveats {
  let folder: RecordingFolder
  let training: [RecordingEntry]
  let validation: [RecordingEntry]
  let test: [RecordingEntry]
  let isRandom: Bool

  var sentences: [String] {
    var sentences = [folder.sessionCaveat].compactMap { $0 }
    for (name, part) in [("validation", validation), ("test", test)] where !part.isEmpty {
      sentences += leaks(into: part, name)
      if let sentence = missingClasses(in: part, name) { sentences.append(sentence) }
    }
    return sentences
  }

  private func leaks(into part: [RecordingEntry], _ name: String) -> [String] {
    var sentences: [String] = []
    let subjects = Self.shared(training.map(\.origin.subject), part.map(\.origin.subject))
    if !subjects.isEmpty {
      sentences.append(
        "\(Self.text("Subject", subjects)) in the training and in the \(name) part: the accuracy says nothing about "
          + "people whom the model has not seen.")
    }
    let sessions = Self.shared(training.map(Sitting.init), part.map(Sitting.init)).map(\.session)
    if !sessions.isEmpty {
      sentences.append(
        "\(Self.text("Session", Array(Set(sessions)))) in the training and in the \(name) part: recordings of one sitting "
          + "are alike, so the accuracy may be too high.")
    }
    if isRandom, part.contains(where: { $0.origin.subject == nil && $0.origin.session == nil }) {
      sentences.append(
        "The split is random and the recordings do not tell subject or session: the training and the \(name) part may "
          + "share people and sittings, and the accuracy may be too high.")
    }
    return sentences
  }

  private static func shared<Value: Hashable>(_ training: [Value?], _ part: [Value?]) -> [Value] {
    Array(Set(training.compactMap { $0 }).intersection(part.compactMap { $0 }))
  }

  private static func text(_ name: String, _ numbers: [Int]) -> String {
    let numbers = numbers.sorted()
    let shown = numbers.prefix(12).map(String.init).joined(separator: ", ")
    let list = numbers.count > 12 ? "\(shown) and \(numbers.count - 12) more" : shown
    return numbers.count == 1 ? "\(name) \(list) occurs" : "\(name)s \(list) occur"
  }

  private func missingClasses(in part: [RecordingEntry], _ name: String) -> String? {
    let present = Set(part.map(\.classIndex))
    let missing = folder.classes.indices.filter { !present.contains($0) }.map { folder.classes[$0].name }
    guard !missing.isEmpty else { return nil }
    return
      "The \(name) part has no recording of \(missing.joined(separator: ", ")): its accuracy says nothing about them."
  }
}

/// One person's session; the person is nil where the recording does not tell.
private struct Sitting: Hashable {
  let subject: Int?
  let session: Int

  init?(_ entry: RecordingEntry) {
    guard let session = entry.origin.session else { return nil }
    self.session = session
    subject = entry.origin.subject
  }
}
