/// Which recordings of a folder are used: a part of a split, written as one word.
///
/// | text | chosen |
/// |---|---|
/// | `all` | every recording |
/// | `140-179`, `0-9,20` | by place in the time order of each class, from 0 |
/// | `first:0.8`, `last:0.2` | a fraction of each class in time order |
/// | `subject:7,8`, `session:1`, `subject:1-4` | by who was recorded, or in which sitting (``RecordingOrigin``) |
/// | `random:0.2`, `random:0.2:7` | a fraction of each class, drawn with a seed (0 if left out) |
/// | `file:file_half.json#eval` | by name: a list in a JSON file, as the official split of Soli |
/// | `except:subject:7,8` | all others |
///
/// What is drawn at random depends on the seed and the recordings' names alone, not on their order.
public struct SampleSelection: Equatable, Sendable {
  /// How a recording is chosen.
  public enum Rule: Equatable, Sendable {
    case all
    /// Inclusive.
    case places([ClosedRange<Int>])
    case first(Double), last(Double)
    case subjects([ClosedRange<Int>]), sessions([ClosedRange<Int>])
    case random(fraction: Double, seed: UInt64)
    case listed(path: String, list: String)
  }

  public let rule: Rule
  /// Whether the rule says which recordings are left out.
  public let isComplement: Bool
  private let text: String

  public static let all = SampleSelection(.all, text: "all")

  init(_ rule: Rule, isComplement: Bool = false, text: String) {
    self.rule = rule
    self.isComplement = isComplement
    self.text = text
  }

  /// All recordings that this one leaves out.
  public var complement: SampleSelection {
    let opposite = isComplement ? String(text.dropFirst(Self.exception.count)) : Self.exception + text
    return SampleSelection(rule, isComplement: !isComplement, text: opposite)
  }

  static let exception = "except:"
}

extension SampleSelection: CustomStringConvertible {
  public var description: String { text }
}
