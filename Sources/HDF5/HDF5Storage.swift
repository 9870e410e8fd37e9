/// How a dataset lies in the file.
public struct HDF5Storage: Sendable, Equatable {
  /// The extents of one chunk; nil stores the dataset in one piece.
  public var chunkShape: [Int]?
  /// How hard deflate works, 1...9; nil does not pack.
  public var deflateLevel: Int?
  /// Sorts bytes by their place in a number before packing, which makes floats smaller.
  public var shuffles: Bool
  /// The axis that may grow without limit later; nil for none.
  public var growingAxis: Int?

  public init(
    chunkShape: [Int]? = nil, deflateLevel: Int? = nil, shuffles: Bool = false, growingAxis: Int? = nil
  ) {
    self.chunkShape = chunkShape
    self.deflateLevel = deflateLevel
    self.shuffles = shuffles
    self.growingAxis = growingAxis
  }

  public static let contiguous = HDF5Storage()
  public static let compressed = HDF5Storage(deflateLevel: 4, shuffles: true)

  private var needsChunks: Bool { chunkShape != nil || deflateLevel != nil || shuffles || growingAxis != nil }

  /// The chunk to use for a dataset of `shape`, or nil for one piece.
  ///
  /// Chosen, if not given, as one row of the first axis after another until about a quarter of a million elements.
  func resolvedChunkShape(for shape: [Int]) -> [Int]? {
    guard needsChunks, !shape.isEmpty else { return nil }
    if let chunkShape { return chunkShape }
    var chunk = shape.map { max(1, $0) }
    for axis in chunk.indices {
      let rest = chunk[(axis + 1)...].reduce(1, *)
      chunk[axis] = min(chunk[axis], max(1, 262_144 / rest))
    }
    return chunk
  }
}
