internal import Tensors

/// Some positions along one axis of a sample, everything along the others: what a search may change, widened to a grid so
/// that samples share plans.
struct InputCut: Hashable {
  /// Counted without the batch.
  var axis: Int
  var positions: Range<Int>

  /// The cuts that hold a region, one for each axis along which it leaves positions alone.
  ///
  /// They depend on the region and nothing else: not on what else is in a batch.
  static func all(around region: Region) -> [InputCut] {
    region.shape.indices.compactMap { axis in
      guard let span = region.span(alongAxis: axis) else { return nil }
      let extent = region.shape[axis]
      let step = grid(extent)
      let end = min(extent, (span.upperBound + step - 1) / step * step)
      let positions = span.lowerBound / step * step..<end
      return positions.count < extent ? InputCut(axis: axis, positions: positions) : nil
    }
  }

  /// Four positions, of long axes a sixteenth: so many plans there are for prefixes and suffixes of an axis at most.
  private static func grid(_ extent: Int) -> Int { max(4, extent / 16) }
}
