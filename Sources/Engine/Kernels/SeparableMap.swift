internal import CKernels

/// A linear map of tensors that is a product of one sparse matrix per axis: resampling, averaging over windows, padding,
/// gathering, and the adjoints of these.
///
/// Axes at the front that nothing happens to are samples, those at the back are channels. Up to three axes between them
/// are mapped in one pass; more take several passes through scratch memory.
final class SeparableMap {
  private var passes: [Pass] = []
  private let fill: Float
  private let copyCount: Int

  /// - Parameters:
  ///   - shape: the input's shape.
  ///   - maps: one matrix per axis, or nil where nothing happens.
  ///   - fill: the result where a row of a matrix is empty.
  init(_ shape: [Int], maps: [AxisMap?], fill: Float = 0) {
    precondition(maps.count == shape.count, "SeparableMap: expected one map per axis of \(shape), are \(maps.count)")
    self.fill = fill
    copyCount = RowMajor.count(shape)
    var current = shape
    let active = maps.indices.filter { !(maps[$0]?.isIdentity ?? true) }
    var axis = active.first ?? shape.count
    while let next = active.first(where: { $0 >= axis }) {
      let last = active.last { $0 < next + 3 } ?? next
      let group = (next...last).map { maps[$0] ?? .identity(current[$0]) }
      passes.append(Pass(shape: current, first: next, maps: group))
      for (offset, map) in group.enumerated() { current[next + offset] = map.outputs }
      axis = last + 1
    }
  }

  var scratchCount: Int { 2 * scratchHalf }
  private var scratchHalf: Int { passes.dropLast().map(\.outputCount).max() ?? 0 }

  func run(_ memory: KernelMemory) {
    guard !passes.isEmpty else { return CopyKernel(count: copyCount).run(memory) }
    var x = memory.inputs[0]
    for (index, pass) in passes.enumerated() {
      let isLast = index == passes.count - 1
      guard let y = isLast ? memory.outputs[0] : memory.scratch?.advanced(by: index % 2 * scratchHalf) else { return }
      pass.run(x, y, fill: fill)
      x = UnsafePointer(y)
    }
  }

  private struct Pass {
    let samples: Int
    let channels: Int
    let tables: [AxisTable]

    init(shape: [Int], first: Int, maps: [AxisMap]) {
      samples = RowMajor.count(Array(shape[..<first]))
      channels = RowMajor.count(Array(shape[(first + maps.count)...]))
      let missing = Array(repeating: AxisMap.identity(1), count: 3 - maps.count)
      tables = (missing + maps).map(AxisTable.init)
    }

    var rows: Int { samples * tables[0].map.outputs * tables[1].map.outputs }
    var outputCount: Int { rows * tables[2].map.outputs * channels }

    func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, fill: Float) {
      guard outputCount > 0 else { return }
      let grain = max(1, StridedRows.grain * rows / outputCount)
      let (first, second, third) = (tables[0].map, tables[1].map, tables[2].map)
      withUnsafePointer(to: first) { first in
        withUnsafePointer(to: second) { second in
          withUnsafePointer(to: third) { third in
            Parallel.forEachRange(rows, grain: grain) { range in
              ck_separable(first, second, third, channels, fill, x, y, range.lowerBound, range.upperBound)
            }
          }
        }
      }
    }
  }
}
