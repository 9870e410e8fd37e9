/// The moves of `BoundaryRefinement`, each from the oracle's shortest success on.
struct BoundaryShortener {
  let oracle: Oracle
  /// Bounds and region, with the norm that counts.
  let set: FeasibleSet
  let clean: Look
  let limits: BoundaryRefinement

  private var best: [Float] { oracle.shortest?.point ?? set.clean }
  var length: Double { oracle.shortest?.length ?? .infinity }
  private var isSparse: Bool { self.set.budget.norm == .l0 }

  /// To the boundary on the line from the clean input; with L0, where shorter is not fewer, nothing.
  func searchLine() async throws {
    guard !isSparse, limits.lineLooks > 1 else { return }
    let end = best
    let look = try await oracle.look(at: end)
    let cleanMargin = ClassificationLoss.margin.evaluate(clean.logits.map(Double.init), oracle.problem.aim).value
    guard look.isReached, cleanMargin.isFinite, look.loss.isFinite else { return }
    var line = BoundaryLine(near: cleanMargin - oracle.level, far: look.loss - oracle.level)
    for _ in 1..<limits.lineLooks {
      guard let share = line.next(tolerance: limits.tolerance) else { return }
      let look = try await oracle.look(at: scaled(end, by: share))
      line.advance(to: share, margin: look.loss - oracle.level, isReached: look.isReached)
    }
  }

  /// Straight boundaries seen from the clean input.
  func tryClasses() async throws {
    let start = set.clean
    let walls = try await oracle.walls(around: start, clean, classes: limits.classes)
    let ends = walls.map { set.crossing(from: start, along: $0.slope, rise: overshot($0.rise)) }
      .filter { $0.length > 0 && $0.length < length }
    let before = length
    try await oracle.looks(at: ends.map(\.point) + ends.compactMap { stretched($0) })
    if length < before { try await searchLine() }
  }

  /// The nearest point of the boundary as it looks from the best success.
  func straighten() async throws {
    let here = best
    let look = try await oracle.look(at: here, raising: .margin, scaling: .exact)
    guard look.isReached, look.hasDirection else { return }
    let wall = wall(at: here, look)
    var end = set.crossing(from: set.clean, along: wall.slope, rise: wall.rise)
    if isSparse { return try await thinOut(here, look, guess: Int(end.length)) }
    let rival = rival(look)
    // A class that the target leads from the start can be the one that it must not fall behind on the way.
    guard wall.rise > 0 || (rival == nil && limits.corners > 0), end.length < length else { return }
    let before = length
    end = try await turnIntoCorner(end, wall, rival: rival)
    if length == before {
      let nearer = [0.5, 0.25, 0.1].map { between(here, end.point, share: $0) }
      try await oracle.looks(at: nearer + [stretched(end)].compactMap { $0 })
    }
    if length < before { try await searchLine() }
  }

  /// Where the nearest point is none, the boundary as it looks from there counts as well: that of another class, if a
  /// target begins between two, or the same boundary where it bends.
  private func turnIntoCorner(_ crossing: Crossing, _ wall: Wall, rival: Int?) async throws -> Crossing {
    var (end, walls) = (crossing, [wall])
    for _ in 0..<limits.corners {
      let look = try await oracle.look(at: end.point, raising: .margin, scaling: .exact)
      guard !look.isReached, look.hasDirection, self.rival(look) == rival else { break }
      walls.append(self.wall(at: end.point, look))
      let corner = set.corner(of: walls)
      guard corner.length < length else { break }
      end = corner
    }
    return end
  }

  /// The class to be reached, away from a label; to leave it for another is another way, and no further condition.
  private func rival(_ look: Look) -> Int? {
    guard case .untargeted(let label) = oracle.problem.aim.goal else { return nil }
    return ClassificationLoss.largest(of: look.logits.map(Double.init), except: label)
  }

  /// The boundary with the class that matters at a point, as seen from the clean input.
  private func wall(at point: [Float], _ look: Look) -> Wall {
    let rise = oracle.level - look.loss + change(look.gradient, from: set.clean, to: point)
    return Wall(rise: overshot(rise), slope: look.gradient)
  }

  // MARK: Sparse perturbations

  /// Fewer elements: those that gain most at their bounds, or what is left when those that gain least go back.
  private func thinOut(_ here: [Float], _ look: Look, guess: Int) async throws {
    let gaining = set.mostGaining(along: look.gradient)
    try await findFewest(guess: guess) { count in
      var point = set.clean
      for index in gaining.prefix(count) { point[index] = set.bound(index, along: look.gradient[index]) }
      return point
    }
    let gains = here.indices.map { look.gradient[$0] * (here[$0] - set.clean[$0]) }
    let changed = here.indices.filter { here[$0] != set.clean[$0] }
      .sorted { gains[$0] > gains[$1] || (gains[$0] == gains[$1] && $0 < $1) }
    try await findFewest(guess: Int(length) - 1) { count in
      var point = set.clean
      for index in changed.prefix(count) { point[index] = here[index] }
      return point
    }
  }

  /// The fewest elements that succeed: near a guess first, then by halves.
  private func findFewest(guess: Int, point: (Int) -> [Float]) async throws {
    var (failing, succeeding) = (0, Int(length))
    var tries = [guess, guess - 1, guess + 1]
    while succeeding - failing > 1 {
      let count = tries.isEmpty ? (failing + succeeding) / 2 : tries.removeFirst()
      guard count > failing, count < succeeding else { continue }
      if try await oracle.look(at: point(count)).isReached { succeeding = count } else { failing = count }
    }
  }

  // MARK: Points

  /// A little more than the boundary, so that rounding does not keep a point before it; also where it may come nearer.
  private func overshot(_ rise: Double) -> Double { rise + abs(rise) * limits.tolerance / 2 }

  private func scaled(_ end: [Float], by share: Double) -> [Float] {
    var point = end
    set.clip(&point, scale: share)
    return point
  }

  private func between(_ start: [Float], _ end: [Float], share: Double) -> [Float] {
    var point = start.indices.map { start[$0] + Float(share * (Double(end[$0]) - Double(start[$0]))) }
    set.clip(&point, scale: 1)
    return point
  }

  /// As far as would just be an improvement, in the direction of a crossing.
  private func stretched(_ crossing: Crossing) -> [Float]? {
    guard !isSparse, crossing.length > 0 else { return nil }
    return scaled(crossing.point, by: length / crossing.length * (1 - 10 * limits.tolerance))
  }

  private func change(_ slope: [Float], from start: [Float], to end: [Float]) -> Double {
    var sum = 0.0
    for index in slope.indices where slope[index] != 0 {
      sum += Double(slope[index]) * (Double(end[index]) - Double(start[index]))
    }
    return sum
  }
}
