public import Radar
internal import Tensors

/// What ``RecordingStatistics`` is computed from; recordings are added one by one, so that a folder need not fit in memory.
public struct RecordingSums: Sendable {
  private(set) var recordings = 0
  private(set) var frames = 0
  private(set) var cells = 0
  private(set) var zeros = 0
  private(set) var active = 0
  private(set) var ridge: [Double] = []
  private(set) var maxima: [Double] = []
  private(set) var rows: [Double] = []
  private(set) var columns: [Double] = []
  private(set) var actionFrames: [Double] = []
  private(set) var actionStarts: [Double] = []
  private(set) var energyRatios: [Double] = []
  private(set) var correlations: [Double] = []

  public init() {}

  public mutating func add(_ recording: Recording) {
    recordings += 1
    let shape = recording.frames.shape
    let size = shape[2] * shape[3]
    var energies: [Double] = []
    var previous: ArraySlice<Float>?
    for frame in 0..<shape[1] {
      let values = recording.frames.scalars[frame * size..<(frame + 1) * size]
      energies.append(add(frame: values, rowCount: shape[2], columnCount: shape[3]))
      if let previous, let correlation = Self.correlation(previous, values) { correlations.append(correlation) }
      previous = values
    }
    addAction(recording, energies)
  }

  /// Returns the sum of the frame.
  private mutating func add(frame: ArraySlice<Float>, rowCount: Int, columnCount: Int) -> Double {
    frames += 1
    cells += frame.count
    var (rowSums, columnSums) = ([Double](repeating: 0, count: rowCount), [Double](repeating: 0, count: columnCount))
    let greatest = frame.max() ?? 0
    for (cell, value) in frame.enumerated() {
      if value == 0 { zeros += 1 }
      if value > 0.1 * greatest { active += 1 }
      rowSums[cell / columnCount] += Double(value)
      columnSums[cell % columnCount] += Double(value)
    }
    let sum = rowSums.reduce(0, +)
    maxima.append(Double(greatest))
    if sum > 0 {
      ridge.append(columnSums[columnCount / 2] * Double(columnCount) / sum)
      rows.append(Self.width(rowSums))
      columns.append(Self.width(columnSums))
    }
    return sum
  }

  private mutating func addAction(_ recording: Recording, _ energies: [Double]) {
    guard let isAction = recording.isAction, let first = isAction.firstIndex(of: true) else { return }
    let on = energies.indices.filter { isAction[$0] }
    let off = energies.indices.filter { !isAction[$0] }
    actionFrames.append(Double(on.count))
    actionStarts.append(Double(first))
    let idle = off.reduce(0) { $0 + energies[$1] } / Double(max(off.count, 1))
    if idle > 0 { energyRatios.append(on.reduce(0) { $0 + energies[$1] } / Double(on.count) / idle) }
  }

  /// From the first to the last value above the middle between the median and the greatest.
  private static func width(_ sums: [Double]) -> Double {
    let sorted = sums.sorted()
    let threshold = (sorted[sorted.count / 2] + (sorted.last ?? 0)) / 2
    guard let first = sums.firstIndex(where: { $0 > threshold }), let last = sums.lastIndex(where: { $0 > threshold })
    else { return 0 }
    return Double(last - first + 1)
  }

  /// Pearson's; nil when a frame is constant.
  private static func correlation(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double? {
    let count = Double(a.count)
    var (sumA, sumB, sumAA, sumBB, sumAB) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      let (x, y) = (Double(x), Double(y))
      sumA += x
      sumB += y
      sumAA += x * x
      sumBB += y * y
      sumAB += x * y
    }
    let product = (sumAA - sumA * sumA / count) * (sumBB - sumB * sumB / count)
    return product > 0 ? (sumAB - sumA * sumB / count) / product.squareRoot() : nil
  }
}
