internal import Foundation
internal import Tensors

/// A sample that a selection can choose: by its place in its class, by name, by who or when it was.
public protocol SelectableSample {
  /// What several are called: "recordings".
  static var noun: String { get }
  /// How the names of their files end, in small letters: lists may name them with or without.
  static var fileExtensions: Set<String> { get }
  /// "Class/file".
  var id: String { get }
  var origin: RecordingOrigin { get }
}

extension SampleSelection {
  var needsSubject: Bool { if case .subjects = rule { true } else { false } }
  var needsSession: Bool { if case .sessions = rule { true } else { false } }

  /// The chosen samples, class after class.
  ///
  /// - Parameters:
  ///   - classes: every sample, in order.
  ///   - folder: where they are, for messages and split files.
  ///   - pool: the identifiers of those that may be chosen; places count in the whole class all the same, fractions are
  ///     of those that are left. Nil for all.
  /// - Returns: some or all of the samples, in the same order.
  /// - Throws: ``RadarError`` when nothing is selected, saying what there is, or when samples do not tell what is asked
  ///   for.
  public func chosen<Sample: SelectableSample>(
    from classes: [(name: String, samples: [Sample])], in folder: String, among pool: Set<String>? = nil
  ) throws(RadarError) -> [Sample] {
    let choice = try SelectionChoice<Sample>(self, folder: folder)
    let chosen = classes.flatMap { choice.chosen(of: $0.samples, among: pool) }
    let everything = classes.flatMap(\.samples)
    if needsSubject { try Self.requireKnown(everything, \.subject, "subject", folder) }
    if needsSession { try Self.requireKnown(everything, \.session, "session", folder) }
    guard !chosen.isEmpty else { throw nothing(classes, everything, folder) }
    return chosen
  }

  private static func requireKnown<Sample: SelectableSample>(
    _ samples: [Sample], _ property: KeyPath<RecordingOrigin, Int?>, _ name: String, _ folder: String
  ) throws(RadarError) {
    let silent = samples.filter { $0.origin[keyPath: property] == nil }
    guard let first = silent.first else { return }
    throw RadarError(
      folder, "\(silent.count) of \(samples.count) \(Sample.noun) do not tell their \(name), such as \(first.id)",
      remedy: Sample.self == RecordingEntry.self
        ? "name them s03_1_007.h5 (subject, session, instance), give them the attribute '\(name)', or split by place"
        : "give whole numbers in a column '\(name)' of a table of labels, or split by place")
  }

  private func nothing<Sample: SelectableSample>(
    _ classes: [(name: String, samples: [Sample])], _ samples: [Sample], _ folder: String
  ) -> RadarError {
    let problem = "the selection '\(self)' is empty"
    if case .listed(_, let list) = rule {
      let example = samples.first.map { ", such as \($0.id)" } ?? ""
      return RadarError(
        folder,
        "\(problem): no name in the list '\(list)' is that of one of the \(samples.count) \(Sample.noun)\(example)",
        remedy: "give the folder that the split file is for")
    }
    guard needsSubject || needsSession else {
      let counts = classes.map { "\($0.name) \($0.samples.count)" }.joined(separator: ", ")
      return RadarError(
        folder, "\(problem); \(Sample.noun) of each class: \(counts)", remedy: "places count from 0 in each class")
    }
    let counts = Self.counts(samples.compactMap { needsSubject ? $0.origin.subject : $0.origin.session })
    let name = needsSubject ? "subject" : "session"
    return RadarError(
      folder, "\(problem); \(Sample.noun) of each \(name): \(counts)", remedy: "choose among these \(name)s")
  }

  private static func counts(_ numbers: [Int]) -> String {
    let counts = Dictionary(grouping: numbers) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
    let shown = counts.prefix(40).map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    return counts.count > 40 ? "\(shown) and \(counts.count - 40) more" : shown
  }
}

/// One selection, ready to be applied class by class.
private struct SelectionChoice<Sample: SelectableSample> {
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
    file = try SplitFile(
      isHere || !FileManager.default.fileExists(atPath: beside) ? path : beside, list: list,
      fileExtensions: Sample.fileExtensions)
  }

  func chosen(of samples: [Sample], among pool: Set<String>?) -> [Sample] {
    let left = samples.indices.filter { pool?.contains(samples[$0].id) ?? true }
    let meant = Set(indices(samples, left))
    return left.filter { meant.contains($0) != selection.isComplement }.map { samples[$0] }
  }

  /// Those that the rule names, before any complement.
  private func indices(_ samples: [Sample], _ left: [Int]) -> [Int] {
    switch selection.rule {
    case .all: left
    case .places(let ranges): left.filter { index in ranges.contains { $0.contains(index) } }
    case .first(let fraction): Array(left.prefix(Self.count(fraction, of: left.count)))
    case .last(let fraction): Array(left.suffix(Self.count(fraction, of: left.count)))
    case .subjects(let ranges): left.filter { Self.holds(samples[$0].origin.subject, ranges) }
    case .sessions(let ranges): left.filter { Self.holds(samples[$0].origin.session, ranges) }
    case .random(let fraction, let seed): Self.drawn(fraction, seed, samples, left)
    case .listed: left.filter { file?.contains(samples[$0].id) ?? false }
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

  /// Each sample draws a number of its own; the lowest are taken.
  private static func drawn(_ fraction: Double, _ seed: UInt64, _ samples: [Sample], _ left: [Int]) -> [Int] {
    let lots = left.map { index -> (lot: UInt64, index: Int) in
      var stream = RandomStream(seed: seed, sample: samples[index].id, attack: "split")
      return (stream.next(), index)
    }
    return lots.sorted { $0 < $1 }.prefix(count(fraction, of: left.count)).map(\.index)
  }
}
