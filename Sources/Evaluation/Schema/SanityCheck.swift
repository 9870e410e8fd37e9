/// One automatic check of a run: whether its numbers can be believed.
public struct SanityCheck: Sendable, Codable, Equatable {
  public enum Verdict: String, Sendable, Codable, CaseIterable { case pass, warn, fail, notApplicable }

  /// Short and stable: "region audit".
  public var name: String
  public var verdict: Verdict
  /// What was looked at, what was found and what it means, in one or two sentences.
  public var words: String

  public init(name: String, verdict: Verdict, words: String) {
    self.name = name
    self.verdict = verdict
    self.words = words
  }
}
