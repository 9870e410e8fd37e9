/// What a dataset is, without its values.
public struct HDF5Dataset: Equatable, Sendable {
  /// A step of packing that chunks go through, such as shuffle or deflate.
  public struct Filter: Equatable, Sendable {
    public let identifier: Int
    public let name: String
    /// Whether this libhdf5 can undo it.
    public let isAvailable: Bool
  }

  /// Its path from the root of the file, without a leading slash.
  public let name: String
  /// Empty for a scalar.
  public let shape: [Int]
  /// How far each axis may grow; nil means without limit.
  public let maximumShape: [Int?]
  public let type: HDF5Type
  /// The extents of one chunk; nil when the dataset is stored in one piece.
  public let chunkShape: [Int]?
  public let filters: [Filter]
  public let storedByteCount: Int

  /// The number of elements; `Int.max` when a forged shape has no product that fits.
  public var count: Int {
    if shape.contains(0) { return 0 }
    return shape.reduce(1) { partial, extent in
      let (product, overflow) = partial.multipliedReportingOverflow(by: extent)
      return overflow ? .max : product
    }
  }
}
