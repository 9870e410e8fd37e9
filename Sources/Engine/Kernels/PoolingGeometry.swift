internal import CKernels
internal import Graphs

/// A pooling window on a channels-last tensor, brought to three spatial axes.
struct PoolingGeometry {
  let samples: Int
  let window: ck_window
  /// The output's shape.
  let output: [Int]

  init(_ pooling: PoolingWindow, input: [Int]) {
    let rank = pooling.kernel.count
    precondition(
      (1...3).contains(rank) && input.count == rank + 2,
      "Pooling: expected [N, \(rank) spatial axes, C] with 1 to 3 of them, is \(input)")
    let spatial = (0..<rank).map { pooling.outputExtent(axis: $0, input: input[$0 + 1]) }
    samples = input[0]
    output = [input[0]] + spatial + [input[rank + 1]]
    var window = ck_window()
    window.input = Self.triple(Array(input[1...rank]), missing: 1)
    window.output = Self.triple(spatial, missing: 1)
    window.kernel = Self.triple(pooling.kernel, missing: 1)
    window.stride = Self.triple(pooling.strides, missing: 1)
    window.pad = Self.triple(pooling.padBefore, missing: 0)
    window.dilation = Self.triple(pooling.dilations, missing: 1)
    window.channels = input[rank + 1]
    self.window = window
  }

  var outputRows: Int { samples * window.output.0 * window.output.1 }
  var outputCount: Int { RowMajor.count(output) }
  var inputSampleCount: Int { window.input.0 * window.input.1 * window.input.2 * window.channels }
  var outputSampleCount: Int { samples == 0 ? 0 : outputCount / samples }

  static func triple(_ values: [Int], missing: Int) -> (Int, Int, Int) {
    let all = Array(repeating: missing, count: 3 - values.count) + values
    return (all[0], all[1], all[2])
  }
}

extension PoolingWindow {
  /// The extent of the output along a spatial axis.
  func outputExtent(axis: Int, input: Int) -> Int {
    let reach = dilations[axis] * (kernel[axis] - 1) + 1
    let room = input + padBefore[axis] + padAfter[axis] - reach
    guard room >= 0 else { return 0 }
    guard roundsUp else { return room / strides[axis] + 1 }
    let extent = (room + strides[axis] - 1) / strides[axis] + 1
    // A last window that would begin in the trailing padding is dropped.
    return (extent - 1) * strides[axis] >= input + padBefore[axis] ? extent - 1 : extent
  }

  /// Whether no element lies in two windows.
  var isDisjoint: Bool {
    kernel.indices.allSatisfy { strides[$0] >= dilations[$0] * (kernel[$0] - 1) + 1 }
  }
}
