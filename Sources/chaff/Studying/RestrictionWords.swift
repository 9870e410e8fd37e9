import Attacks
import Evaluation
import Foundation

/// A restriction of a study's table in words: "nonnegative + quantized", "zeros".
struct RestrictionWords {
  let name: String
  private let words: [String]

  /// Nil for words that are none.
  init?(_ text: String) {
    words = text.split(separator: "+").map { $0.trimmingCharacters(in: .whitespaces) }
    let known = ["none", "zeros", "nonzero"] + PlausibleOptions.Restriction.allCases.map(\.rawValue)
    guard !words.isEmpty, words.allSatisfy(known.contains), words.count == 1 || !words.contains("none") else {
      return nil
    }
    name = words.joined(separator: " + ")
  }

  /// - Throws: `NoStorageGrid`, or `AttackError` for an input without range and Doppler.
  func restriction(_ factory: PlausibilityFactory) throws -> StudyRestriction {
    let restrictions = Set(words.compactMap(PlausibleOptions.Restriction.init))
    var allows: (@Sendable (Float) -> Bool)?
    if words.contains("zeros") { allows = { $0 == 0 } }
    if words.contains("nonzero") { allows = { $0 != 0 } }
    return StudyRestriction(name: name, plausibility: try factory.plausibility(restrictions), allows: allows)
  }
}
