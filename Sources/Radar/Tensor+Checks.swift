internal import Tensors

/// Checks on what was read from a file, with errors that say where in the dataset the trouble is.
extension Tensor {
  /// Refuses NaN and infinity.
  func requireFinite(_ dataset: String, of path: String) throws(RadarError) {
    guard let position = firstIndex(where: { !$0.isFinite }) else { return }
    throw RadarError(
      path,
      "'\(dataset)' holds \(scalars[position].isNaN ? "NaN" : "\(scalars[position])") at index \(coordinates(of: position))",
      remedy: "repair the recording or leave it out")
  }

  /// Refuses a recording without frames, or with frames without pixels.
  func requireFrames(of path: String, minimumFrames: Int) throws(RadarError) {
    guard shape[1] >= minimumFrames, count > 0 else {
      throw RadarError(
        path, "the recording has no values (channel, time, range, doppler: \(shape))", remedy: "leave it out")
    }
  }

  func firstIndex(where condition: (Float) -> Bool) -> Int? {
    withUnsafeScalars { scalars in scalars.firstIndex(where: condition) }
  }

  /// The index along each axis of a row-major position.
  func coordinates(of position: Int) -> [Int] {
    zip(shape, shape.rowMajorStrides).map { extent, stride in (position / stride) % extent }
  }
}
