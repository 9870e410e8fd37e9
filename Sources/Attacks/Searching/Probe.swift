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

/// The probes of one sample that wait for the next pass.
///
/// Sendable by custody: a search makes it and lets go of it, the loop reads it while no search runs.
struct Question: @unchecked Sendable {
  let sample: Int
  let probes: [Probe]
  let continuation: CheckedContinuation<[Answer], any Error>
}

/// Where questions wait; searches of several threads put them there, the loop takes them out.
final class QuestionBox: Sendable {
  private let questions = Mutex<[Question]>([])

  func put(_ question: Question) {
    questions.withLock { $0.append(question) }
  }

  /// Takes out all questions, in the order of the samples.
  func empty() -> [Question] {
    let taken = questions.withLock { questions in
      defer { questions = [] }
      return questions
    }
    return taken.sorted { $0.sample < $1.sample }
  }
}
