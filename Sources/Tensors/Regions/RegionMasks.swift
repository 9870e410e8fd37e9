/// The masks of one sample, for regions that follow an object.
public struct RegionMasks: Sendable {
  /// The mask that the attack is about: the one to draw, or the one to lead away from.
  ///
  /// The class of each place of the input's two image axes, row-major; 0 is background, below 0 a place without a label.
  public let target: [Int]
  /// The true mask, likewise.
  public let truth: [Int]
  /// What the model calls its classes, by number.
  public let classNames: [String]

  public init(target: [Int], truth: [Int], classNames: [String] = []) {
    precondition(target.count == truth.count, "RegionMasks: \(target.count) and \(truth.count) places")
    self.target = target
    self.truth = truth
    self.classNames = classNames
  }

  /// Where the chosen objects are; nil for a class that the model does not have.
  func objects(of region: ObjectRegion) -> [Bool]? {
    let classes = region.followsTruth ? truth : target
    guard let name = region.className else { return classes.map { $0 > 0 } }
    guard let label = classNames.firstIndex(of: name) ?? Int(name), label >= 0 else { return nil }
    return classes.map { $0 == label }
  }
}

/// A region that follows the objects of a mask.
package struct ObjectRegion: Sendable, Hashable {
  package enum Part: Sendable, Hashable {
    case inside
    case outside
    /// Outside, no further than `width` pixels from the middle of a pixel inside.
    case ring(width: Int)
  }

  package let part: Part
  /// The true mask instead of the one that the attack is about.
  package let followsTruth: Bool
  /// The class whose objects are meant; nil for all but the background.
  package let className: String?
}

extension ObjectRegion {
  /// The places of the region, row-major over `columns` as the objects are.
  func flags(around objects: [Bool], width columns: Int) -> [Bool] {
    switch part {
    case .inside: objects
    case .outside: objects.map { !$0 }
    case .ring(let reach): Self.ring(reach, around: objects, width: columns)
    }
  }

  /// Along rows first, then along columns: the nearest object of a row is the nearest of all at that distance in rows.
  private static func ring(_ reach: Int, around objects: [Bool], width columns: Int) -> [Bool] {
    guard columns > 0 else { return [] }
    let rows = objects.count / columns
    // Further than across the whole image is as far.
    let reach = min(reach, rows + columns)
    let along = (0..<rows).flatMap { row in distances(Array(objects[row * columns..<(row + 1) * columns])) }
    var flags = [Bool](repeating: false, count: objects.count)
    for row in 0..<rows {
      for other in max(0, row - reach)...min(rows - 1, row + reach) {
        let rest = reach * reach - (row - other) * (row - other)
        for column in 0..<columns {
          guard let distance = along[other * columns + column], distance * distance <= rest else { continue }
          flags[row * columns + column] = true
        }
      }
    }
    return zip(flags, objects).map { $0 && !$1 }
  }

  /// How far each place of a line is from the nearest object in it; nil in a line without one.
  private static func distances(_ line: [Bool]) -> [Int?] {
    var result = [Int?](repeating: nil, count: line.count)
    for order in [Array(line.indices), line.indices.reversed()] {
      var last: Int?
      for place in order {
        if line[place] { last = place }
        guard let last else { continue }
        result[place] = min(result[place] ?? .max, abs(place - last))
      }
    }
    return result
  }
}
