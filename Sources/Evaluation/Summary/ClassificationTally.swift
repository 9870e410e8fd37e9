extension ClassificationRecord {
  /// Rightly classified before and, as far as the attack could tell, after.
  var withstood: Bool { clean?.class == sample.label && !succeeded && status != .error }
}

/// What one attack did to a classifier, counted record by record.
struct ClassificationTally {
  /// Sizes of the successes of one class.
  private struct ClassSizes {
    var l2: [Double] = []
    var linf: [Double] = []
  }

  private var before: [[Int]: Int] = [:]
  private var after: [[Int]: Int] = [:]
  private var robust: [Int: Int] = [:]
  private var attacked: [Int: Int] = [:]
  private var succeeded: [Int: Int] = [:]
  private var sizes: [Int: ClassSizes] = [:]
  private var correlations: [Double] = []
  /// The most logits seen in a record.
  private(set) var classCount = 0

  mutating func add(_ record: ClassificationRecord) {
    guard let label = record.sample.label, let clean = record.clean else { return }
    classCount = max(classCount, clean.logits.count)
    before[[label, clean.class], default: 0] += 1
    // What was not attacked keeps its clean prediction; a broken answer (no prediction) is nobody's class.
    if let final = record.status == .alreadyMisclassified ? clean : record.adversarial {
      after[[label, final.class], default: 0] += 1
    }
    if record.withstood { robust[label, default: 0] += 1 }
    if let correlation = record.frames?.rankCorrelation { correlations.append(correlation) }
    guard record.status == .succeeded || record.status == .failed else { return }
    attacked[label, default: 0] += 1
    guard record.succeeded, let size = record.size else { return }
    succeeded[label, default: 0] += 1
    sizes[label, default: ClassSizes()].l2.append(size.l2)
    sizes[label, default: ClassSizes()].linf.append(size.linf)
  }

  /// The summary, with the classes' names in order; missing ones are numbered.
  func summary(names: [String]) -> ClassificationSummary {
    let classes = 0..<max(classCount, names.count)
    func matrix(_ counts: [[Int]: Int]) -> [[Int]] { classes.map { l in classes.map { counts[[l, $0]] ?? 0 } } }
    let rows = classes.map { row($0, name: $0 < names.count ? names[$0] : "class \($0)", classes) }
    let read = rows.reduce(0) { $0 + $1.cleanAccuracy.total }
    return ClassificationSummary(
      cleanAccuracy: Proportion(rows.reduce(0) { $0 + $1.cleanAccuracy.count }, of: read),
      robustAccuracy: Proportion(rows.reduce(0) { $0 + $1.robustAccuracy.count }, of: read), perClass: rows,
      confusionBefore: matrix(before), confusionAfter: matrix(after), rankCorrelation: Quartiles(of: correlations))
  }

  private func row(_ label: Int, name: String, _ classes: Range<Int>) -> ClassRow {
    let read = classes.reduce(0) { $0 + (before[[label, $1]] ?? 0) }
    return ClassRow(
      class: label, name: name, cleanAccuracy: Proportion(before[[label, label]] ?? 0, of: read),
      robustAccuracy: Proportion(min(robust[label] ?? 0, read), of: read),
      successRate: Proportion(succeeded[label] ?? 0, of: attacked[label] ?? 0),
      l2: Quartiles(of: sizes[label]?.l2 ?? []), linf: Quartiles(of: sizes[label]?.linf ?? []))
  }
}
