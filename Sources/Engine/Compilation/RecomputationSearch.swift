/// When a plan runs forward steps again.
package enum RecomputationChoice: Sendable {
  case never
  /// Where that saves memory, such as saves most.
  case whereItSaves
  case always(Recomputation)
}

extension Program {
  /// The program with forward steps repeated, or as it is where that saves less than a twentieth of its memory.
  func recomputing(_ choice: RecomputationChoice) -> Program {
    guard boundary < steps.count else { return self }
    switch choice {
    case .never: return self
    case .always(let recomputation): return recomputation.applied(to: self)
    case .whereItSaves:
      let changed = RecomputationSearch.best(for: self).applied(to: self)
      return MemoryMap(changed).totalCount * 20 <= MemoryMap(self).totalCount * 19 ? changed : self
    }
  }
}

/// Looks for the segments whose repetition leaves least in memory at the worst moment.
///
/// It begins with segments that keep equally much, for every number of them, moves the ends of the best, and at last keeps
/// what need not be run again.
struct RecomputationSearch {
  private static let mostSegments = 24
  /// How far the end of a segment is moved, in steps.
  private static let moves = [-8, -4, -2, -1, 1, 2, 4, 8]
  private static let mostSweeps = 4
  /// More segments, and other ends, must be worth it.
  private static let worthwhileShare = 0.99

  private let program: Program
  private var choice = Recomputation(cuts: [], keepsCrossing: true)
  private var count: Int

  static func best(for program: Program) -> Recomputation {
    var search = RecomputationSearch(program)
    search.tryEvenSegments()
    search.moveCuts()
    search.keepWhatIsFree()
    return search.choice
  }

  private init(_ program: Program) {
    self.program = program
    count = MemoryMap.leastCount(of: program)
  }

  private func leastCount(_ other: Recomputation) -> Int { MemoryMap.leastCount(of: other.applied(to: program)) }

  private mutating func consider(_ other: Recomputation) {
    let found = leastCount(other)
    if Double(found) < Self.worthwhileShare * Double(count) { (choice, count) = (other, found) }
  }

  private mutating func tryEvenSegments() {
    let sums = sumsOfKept
    guard let total = sums.last, total > 0 else { return }
    for segments in 2...Self.mostSegments {
      let cuts = (1..<segments).compactMap { part in sums.firstIndex { $0 * segments >= total * part } }.map { $0 + 1 }
      let inside = Set(cuts).filter { $0 < sums.count }.sorted()
      for keepsCrossing in [true, false] { consider(Recomputation(cuts: inside, keepsCrossing: keepsCrossing)) }
    }
  }

  /// For each forward step, the floats that it and those before it make and backward steps read.
  private var sumsOfKept: [Int] {
    var isRead = [Bool](repeating: false, count: program.counts.count)
    for input in program.steps[program.boundary...].lazy.flatMap(\.inputs) { isRead[input.index] = true }
    var sum = 0
    return program.steps[..<program.boundary].map { step in
      sum += step.outputs.reduce(0) { isRead[$1.index] ? $0 + program.counts[$1.index] : $0 }
      return sum
    }
  }

  private mutating func moveCuts() {
    for _ in 0..<Self.mostSweeps {
      let before = count
      for index in choice.cuts.indices {
        for move in Self.moves { moveCut(index, by: move) }
      }
      if count == before { return }
    }
  }

  private mutating func moveCut(_ index: Int, by move: Int) {
    var other = choice
    let place = other.cuts[index] + move
    let lowest = index == 0 ? 1 : other.cuts[index - 1] + 1
    let end = index == other.cuts.count - 1 ? program.boundary : other.cuts[index + 1]
    guard lowest <= place, place < end else { return }
    other.cuts[index] = place
    consider(other)
  }

  /// Time is saved wherever the worst moment is another segment's.
  private mutating func keepWhatIsFree() {
    for segment in choice.cuts.indices {
      var other = choice
      other.keptSegments.insert(segment)
      let found = leastCount(other)
      if found <= count { (choice, count) = (other, found) }
    }
  }
}
