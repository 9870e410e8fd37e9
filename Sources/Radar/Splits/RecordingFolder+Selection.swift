internal import Foundation
internal import Tensors

extension RecordingFolder {
  /// The selected recordings, class after class.
  ///
  /// Files are opened only where subjects or sessions are asked for and names do not tell them.
  ///
  /// - Throws: ``RadarError`` when nothing is selected, saying what there is, or when recordings do not tell what is
  ///   asked for.
  public func entries(_ selection: SampleSelection = .all) throws(RadarError) -> [RecordingEntry] {
    try entries(selection, among: nil)
  }

  /// The selected recordings among those whose identifiers are given.
  ///
  /// Places count in the whole class all the same; fractions are of those that are left.
  func entries(_ selection: SampleSelection, among pool: Set<String>?) throws(RadarError) -> [RecordingEntry] {
    let choice = try SelectionChoice(selection, folder: path)
    let (needsSubject, needsSession) = (choice.needsSubject, choice.needsSession)
    var everything: [RecordingEntry] = []
    var chosen: [RecordingEntry] = []
    for classIndex in classes.indices {
      var entries = allEntries(of: classIndex)
      if needsSubject || needsSession { entries = entries.map { $0.openedWhereNeeded(needsSubject, needsSession) } }
      everything += entries
      chosen += choice.chosen(of: entries, among: pool)
    }
    if needsSubject { try requireKnown(everything, \.subject, "subject") }
    if needsSession { try requireKnown(everything, \.session, "session") }
    guard !chosen.isEmpty else { throw nothing(selection, everything, needsSubject, needsSession) }
    return chosen
  }

  /// Every recording of one class, in time order.
  private func allEntries(of classIndex: Int) -> [RecordingEntry] {
    let name = classes[classIndex].name
    return classes[classIndex].paths.map { path in
      RecordingEntry(
        id: "\(name)/\(URL(fileURLWithPath: path).lastPathComponent)", classIndex: classIndex, className: name,
        path: path, origin: RecordingOrigin(ofFile: path, className: name))
    }
  }

  private func requireKnown(
    _ entries: [RecordingEntry], _ property: KeyPath<RecordingOrigin, Int?>, _ name: String
  ) throws(RadarError) {
    let silent = entries.filter { $0.origin[keyPath: property] == nil }
    guard let first = silent.first else { return }
    throw RadarError(
      path, "\(silent.count) of \(entries.count) recordings do not tell their \(name), such as \(first.id)",
      remedy:
        "name them s03_1_007.h5 (subject, session, instance), give them the attribute '\(name)', or split by place")
  }

  private func nothing(
    _ selection: SampleSelection, _ entries: [RecordingEntry], _ bySubject: Bool, _ bySession: Bool
  ) -> RadarError {
    let problem = "the selection '\(selection)' is empty"
    if case .listed(_, let list) = selection.rule {
      let example = entries.first.map { ", such as \($0.id)" } ?? ""
      return RadarError(
        path, "\(problem): no name in the list '\(list)' is that of one of the \(entries.count) recordings\(example)",
        remedy: "give the folder that the split file is for")
    }
    guard bySubject || bySession else {
      let counts = classes.map { "\($0.name) \($0.paths.count)" }.joined(separator: ", ")
      return RadarError(
        path, "\(problem); recordings of each class: \(counts)", remedy: "places count from 0 in each class")
    }
    let counts = Self.counts(entries.compactMap { bySubject ? $0.origin.subject : $0.origin.session })
    let name = bySubject ? "subject" : "session"
    return RadarError(path, "\(problem); recordings of each \(name): \(counts)", remedy: "choose among these \(name)s")
  }

  private static func counts(_ numbers: [Int]) -> String {
    let counts = Dictionary(grouping: numbers) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
    let shown = counts.prefix(40).map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    return counts.count > 40 ? "\(shown) and \(counts.count - 40) more" : shown
  }
}

/// One selection, ready to be applied class by class.
private struct SelectionChoice {
  private let selection: SampleSelection
  private let file: SplitFile?

  init(_ selection: SampleSelection, folder: String) throws(RadarError) {
    self.selection = selection
    guard case .listed(let path, let list) = selection.rule else {
      file = nil
      return
    }
    // A relative path may be meant from here or from the data.
    let beside = "\(folder)/\(path)"
    let isHere = path.hasPrefix("/") || FileManager.default.fileExists(atPath: path)
    file = try SplitFile(isHere || !FileManager.default.fileExists(atPath: beside) ? path : beside, list: list)
  }

  var needsSubject: Bool { if case .subjects = selection.rule { true } else { false } }
  var needsSession: Bool { if case .sessions = selection.rule { true } else { false } }

  func chosen(of entries: [RecordingEntry], among pool: Set<String>?) -> [RecordingEntry] {
    let left = entries.indices.filter { pool?.contains(entries[$0].id) ?? true }
    let meant = Set(indices(entries, left))
    return left.filter { meant.contains($0) != selection.isComplement }.map { entries[$0] }
  }

  /// Those that the rule names, before any complement.
  private func indices(_ entries: [RecordingEntry], _ left: [Int]) -> [Int] {
    switch selection.rule {
    case .all: left
    case .places(let ranges): left.filter { index in ranges.contains { $0.contains(index) } }
    case .first(let fraction): Array(left.prefix(Self.count(fraction, of: left.count)))
    case .last(let fraction): Array(left.suffix(Self.count(fraction, of: left.count)))
    case .subjects(let ranges): left.filter { Self.holds(entries[$0].origin.subject, ranges) }
    case .sessions(let ranges): left.filter { Self.holds(entries[$0].origin.session, ranges) }
    case .random(let fraction, let seed): Self.drawn(fraction, seed, entries, left)
    case .listed: left.filter { file?.contains(entries[$0]) ?? false }
    }
  }

  private static func holds(_ number: Int?, _ ranges: [ClosedRange<Int>]) -> Bool {
    number.map { number in ranges.contains { $0.contains(number) } } ?? false
  }

  /// The nearest count, but where there are two or more neither none nor all.
  private static func count(_ fraction: Double, of total: Int) -> Int {
    let nearest = Int((fraction * Double(total)).rounded())
    return total < 2 ? nearest : min(max(nearest, 1), total - 1)
  }

  /// Each recording draws a number of its own; the lowest are taken.
  private static func drawn(_ fraction: Double, _ seed: UInt64, _ entries: [RecordingEntry], _ left: [Int]) -> [Int] {
    let lots = left.map { index -> (lot: UInt64, index: Int) in
      var stream = RandomStream(seed: seed, sample: entries[index].id, attack: "split")
      return (stream.next(), index)
    }
    return lots.sorted { $0 < $1 }.prefix(count(fraction, of: left.count)).map(\.index)
  }
}
