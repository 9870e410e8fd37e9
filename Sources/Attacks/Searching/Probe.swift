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
struct Question {
  let sample: Int
  let probes: [Probe]
  let continuation: CheckedContinuation<[Answer], any Error>
}

/// Where questions wait; touched by jobs of one `RunQueue` and by the loop that drains it, never by two threads at once.
final class QuestionBox {
  private(set) var questions: [Question] = []

  func put(_ question: Question) { questions.append(question) }

  /// Takes out all questions, in the order of the samples.
  func empty() -> [Question] {
    defer { questions = [] }
    return questions.sorted { $0.sample < $1.sample }
  }
}
