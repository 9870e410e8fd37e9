internal import Tensors

/// Agreement with a true mask, object by object; see `ObjectOutcome`.
public enum ObjectAgreement {
  /// The objects of every class but `background`, in the order of their first pixel within each class.
  public static func outcomes(
    before: ClassMap, after: ClassMap, truth: ClassMap, classCount: Int, background: Int? = 0, ignored: Int? = nil
  ) -> [ObjectOutcome] {
    (0..<classCount).filter { $0 != background }.flatMap { label in
      outcomes(of: label, before, after, truth, ignored: ignored)
    }
  }

  private static func outcomes(
    of label: Int, _ before: ClassMap, _ after: ClassMap, _ truth: ClassMap, ignored: Int?
  ) -> [ObjectOutcome] {
    let (pieces, areas) = pieces(of: label, in: truth)
    guard !areas.isEmpty else { return [] }
    let nearest = NearestSites(height: truth.height, width: truth.width) { pieces[$0] >= 0 }
    var tallies = [before, after].map { _ in areas.map { _ in Tally() } }
    for (which, map) in [before, after].enumerated() {
      for pixel in map.classes.indices where map.classes[pixel] == label {
        guard ignored == nil || truth.classes[pixel] != ignored else { continue }
        let piece = pieces[nearest.sites[pixel]]
        tallies[which][piece].predicted += 1
        if pieces[pixel] >= 0 { tallies[which][piece].right += 1 }
      }
    }
    return areas.indices.map { piece in
      let (first, second) = (tallies[0][piece], tallies[1][piece])
      return ObjectOutcome(
        class: label, area: areas[piece], diceBefore: first.dice(areas[piece]), diceAfter: second.dice(areas[piece]),
        foundBefore: first.found(areas[piece]), foundAfter: second.found(areas[piece]))
    }
  }

  private struct Tally {
    var predicted = 0
    var right = 0

    func dice(_ area: Int) -> Double { 2 * Double(right) / Double(predicted + area) }
    func found(_ area: Int) -> Double { Double(right) / Double(area) }
  }

  /// The number of the piece that each pixel belongs to, -1 for none, and how many pixels each has.
  private static func pieces(of label: Int, in map: ClassMap) -> (pieces: [Int], areas: [Int]) {
    var pieces = [Int](repeating: -1, count: map.classes.count)
    var areas: [Int] = []
    for start in pieces.indices where map.classes[start] == label && pieces[start] < 0 {
      var open = [start]
      pieces[start] = areas.count
      areas.append(0)
      while let pixel = open.popLast() {
        areas[areas.count - 1] += 1
        for neighbour in neighbours(of: pixel, in: map) where map.classes[neighbour] == label && pieces[neighbour] < 0 {
          pieces[neighbour] = areas.count - 1
          open.append(neighbour)
        }
      }
    }
    return (pieces, areas)
  }

  private static func neighbours(of pixel: Int, in map: ClassMap) -> [Int] {
    let (row, column) = (pixel / map.width, pixel % map.width)
    return (max(row - 1, 0)...min(row + 1, map.height - 1)).flatMap { y in
      (max(column - 1, 0)...min(column + 1, map.width - 1)).map { y * map.width + $0 }
    }
  }
}
