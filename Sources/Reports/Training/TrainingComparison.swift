import Evaluation

/// The network's test accuracy beside what simple methods reach on the same split.
struct TrainingComparison {
  struct Entry {
    let name: String
    let words: String
    let accuracy: Proportion
  }

  let training: TrainingDescription

  /// The recorded baselines, then always naming the commonest class; those without a sample are left out.
  var others: [Entry] {
    let recorded = (training.result?.baselines ?? []).map {
      Entry(name: $0.name, words: $0.words, accuracy: $0.test.accuracy)
    }
    return (recorded + [commonest].compactMap(\.self)).filter { $0.accuracy.total > 0 }
  }

  private var commonest: Entry? {
    guard let rows = training.result?.classification?.confusion.map({ $0.reduce(0) { $0 &+ max(0, $1) } }),
      let largest = rows.max(), rows.reduce(0, &+) >= largest
    else { return nil }
    return Entry(
      name: "the commonest class", words: "Always naming the class that is commonest in the test part.",
      accuracy: Proportion(largest, of: rows.reduce(0, &+)))
  }
}
