internal import Synchronization

/// One row of a pass: a point, and what is to be differentiated there, if anything.
struct Probe {
  let point: [Float]
  /// The derivative of some function of the logits with respect to them.
  let cotangent: (([Float]) -> [Float])?
}

/// The victim's answer to a probe.
struct Answer: Sendable {
  let logits: [Float]
  /// Empty where none was asked for.
  let gradient: [Float]
}

/// The probes of one search that wait for the next pass.
///
/// Sendable by custody: a search makes it and lets go of it, the loop reads it while no search runs.
struct Question: @unchecked Sendable {
  let sample: Int
  /// The restart that asks: a sample has one question, or one a restart where they go side by side.
  let run: Int
  let probes: [Probe]
  /// Decided: nobody needs the answer.
  let race: Race?
  let continuation: CheckedContinuation<[Answer], any Error>
}

/// Where questions wait; searches of several threads put them there, the loop takes them out.
final class QuestionBox: Sendable {
  private let questions = Mutex<[Question]>([])

  func put(_ question: Question) {
    questions.withLock { $0.append(question) }
  }

  /// Takes back the questions of runs beside one that has succeeded: those runs end.
  ///
  /// - Returns: whether there were any.
  func recallDecided() -> Bool {
    let recalled = questions.withLock { questions in
      let moot = questions.filter { $0.race?.isDecided ?? false }
      questions.removeAll { $0.race?.isDecided ?? false }
      return moot
    }
    for question in recalled { question.continuation.resume(throwing: RaceDecided()) }
    return !recalled.isEmpty
  }

  /// Takes out all questions, in the order of the samples and of the runs of each.
  func empty() -> [Question] {
    let taken = questions.withLock { questions in
      defer { questions = [] }
      return questions
    }
    return taken.sorted { ($0.sample, $0.run) < ($1.sample, $1.run) }
  }
}
