/// Neighbouring positions of a value along one factor of one axis; everything along all other axes.
///
/// An axis may be several axes in one, as where an exporter folds the frames of `[N, T, …]` into the batch `[N·T, …]`: its
/// positions are then `outer` repetitions of `size` positions of `inner` elements each, and `range` counts in the middle.
struct AxisSpan: Hashable {
  var axis: Int
  var outer = 1
  /// How many positions there are.
  var size: Int
  var inner = 1
  /// Those that are meant; never empty.
  var range: Range<Int>

  var isEverything: Bool { range == 0..<size }
  /// Whether the axis is nothing but the positions.
  var fillsAxis: Bool { outer == 1 && inner == 1 }

  /// Whether another span counts the same positions.
  func isAligned(with other: AxisSpan) -> Bool { with(other.range) == other }

  func with(_ range: Range<Int>) -> AxisSpan {
    var result = self
    result.range = range
    return result
  }

  func moved(toAxis axis: Int) -> AxisSpan {
    var result = self
    result.axis = axis
    return result
  }

  /// The shortest span that holds both.
  func hull(_ other: AxisSpan) -> AxisSpan {
    with(min(range.lowerBound, other.range.lowerBound)..<max(range.upperBound, other.range.upperBound))
  }

  /// The shape of the part of a tensor of `shape`.
  func part(of shape: [Int]) -> [Int] {
    var part = shape
    part[axis] = outer * range.count * inner
    return part
  }

  /// `shape` with the axis taken apart, the positions on an axis of their own, and that axis.
  func unfolded(_ shape: [Int]) -> (shape: [Int], axis: Int) {
    (Array(shape[..<axis]) + [outer, size, inner] + Array(shape[(axis + 1)...]), axis + 1)
  }

  /// Where the same elements are once a tensor of shape `from` has been reshaped; nil where the positions are torn apart.
  ///
  /// In memory there are as many repetitions before the positions, and as many elements inside each, as before.
  func reshaped(from: [Int], to shape: [Int]) -> AxisSpan? {
    let before = from[..<axis].reduce(1, *) * outer
    let after = from[(axis + 1)...].reduce(1, *) * inner
    for axis in shape.indices {
      let (leading, trailing) = (shape[..<axis].reduce(1, *), shape[(axis + 1)...].reduce(1, *))
      guard leading > 0, trailing > 0, before % leading == 0, after % trailing == 0 else { continue }
      let (outer, inner) = (before / leading, after / trailing)
      if shape[axis] == outer * size * inner {
        return AxisSpan(axis: axis, outer: outer, size: size, inner: inner, range: range)
      }
    }
    return nil
  }
}

/// How much of a value changes with a part of the graph's input.
enum Spread: Hashable {
  case nothing
  /// Some positions, perhaps all.
  case part(AxisSpan)
  /// All of it, or positions that lie along no single axis.
  case everything

  var span: AxisSpan? { if case .part(let span) = self { span } else { nil } }

  /// What changes with either; everything where they lie along different axes.
  func joined(_ other: Spread) -> Spread {
    switch (self, other) {
    case (.nothing, let spread), (let spread, .nothing): spread
    case (.part(let a), .part(let b)) where a.isAligned(with: b): .part(a.hull(b))
    default: .everything
    }
  }
}
