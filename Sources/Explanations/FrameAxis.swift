internal import Tensors

/// Walks an array frame by frame along its time axis.
struct FrameAxis {
  let frames: Int
  private let stride: Int

  init(shape: [Int], time: Int) {
    frames = shape[time]
    stride = shape.rowMajorStrides[time]
  }

  /// One result a frame, accumulated over the frame's elements in order.
  func reduce<Result>(
    _ scalars: [Float], into initial: Result, _ update: (inout Result, Float) -> Void
  ) -> [Result] {
    var results = [Result](repeating: initial, count: frames)
    for index in scalars.indices { update(&results[index / stride % frames], scalars[index]) }
    return results
  }
}
