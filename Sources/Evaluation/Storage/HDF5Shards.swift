internal import HDF5

/// Writes a run's arrays as HDF5: one dataset of 32-bit floats per array, without compression.
public struct HDF5Shards: ArrayShardWriting {
  public init() {}

  public func write(_ arrays: [NamedArray], to path: String) throws {
    let writer = try HDF5Writer(creating: path)
    for array in arrays { try writer.write(array.tensor, to: array.name) }
    try writer.close()
  }
}
