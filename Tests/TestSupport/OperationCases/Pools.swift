import Graphs

extension OperationCase {
  /// Every kind of window under a maximum and under both means, and the linear gradients of the means.
  public static var pools: [OperationCase] {
    windows.flatMap { name, extents, window in
      let shape = [2, 3] + extents
      var cases = [OperationCase("\(extents.count)-D, \(name)", MaxPool(window), shape)]
      for countsPadding in [false, true] {
        let pool = AveragePool(window, countsPadding: countsPadding)
        cases.append(OperationCase("\(extents.count)-D, \(name), counts padding \(countsPadding)", pool, shape))
      }
      return cases
    } + averageGradients
  }

  private static var windows: [(String, [Int], PoolingWindow)] {
    [
      ("halving", [6], window([2], [2])),
      ("overlapping, padded", [7], window([3], [2], [1], [1])),
      ("rounded up", [6], window([3], [2], roundsUp: true)),
      ("rounded up, last window dropped", [5], window([2], [3], [1], [1], roundsUp: true)),
      ("halving", [4, 6], window([2, 2], [2, 2])),
      ("uneven padding", [5, 6], window([3, 2], [2, 1], [1, 0], [2, 1])),
      ("dilated", [7, 6], window([2, 3], [1, 2], [1, 0], [0, 1], [3, 2])),
      ("rounded up, padded", [6, 5], window([3, 2], [2, 2], [1, 0], [1, 1], roundsUp: true)),
      ("whole plane", [4, 5], window([4, 5], [1, 1])),
      ("halving", [4, 3, 2], window([2, 2, 1], [2, 2, 1])),
      ("everything", [5, 4, 5], window([2, 3, 2], [2, 2, 3], [0, 1, 1], [1, 2, 0], [2, 1, 1], roundsUp: true)),
    ]
  }

  private static var averageGradients: [OperationCase] {
    [false, true].map { countsPadding in
      let window = window([3, 2], [2, 2], [1, 0], [1, 1], roundsUp: true)
      let operation = AveragePoolGradient(window, countsPadding: countsPadding, inputExtents: [6, 5])
      return OperationCase("counts padding \(countsPadding)", operation, [1, 2, 4, 3])
    }
  }

  private static func window(
    _ kernel: [Int], _ strides: [Int], _ before: [Int]? = nil, _ after: [Int]? = nil, _ dilations: [Int]? = nil,
    roundsUp: Bool = false
  ) -> PoolingWindow {
    PoolingWindow(
      of: kernel, strides: strides, before: before, after: after, dilations: dilations, roundsUp: roundsUp)
  }
}
