/// What a region must know about the sample it applies to.
public struct RegionContext {
  /// The shape of one sample, without the batch axis.
  public let shape: [Int]
  /// What each axis of `shape` stands for.
  public let axes: [Axis]
  /// One kind a frame; nil where the input is no sequence or nothing is known about its frames.
  public let frameKinds: [FrameKind]?
  /// The clean input, for regions that depend on its values; nil where it is not known.
  public let clean: Tensor?
  /// The sample's name: random regions are drawn from it and `seed`.
  public let sample: String
  public let seed: UInt64
  /// The masks that regions may follow; nil where the sample has none.
  public let masks: RegionMasks?
  /// Reads a mask file into an array: the sample's shape, the same without its channel axis, or a shape that
  /// broadcasts to one of them from the right.
  public let mask: (_ file: String) throws -> Tensor

  public init(
    shape: [Int], axes: [Axis], frameKinds: [FrameKind]? = nil, clean: Tensor? = nil, sample: String = "",
    seed: UInt64 = 0, masks: RegionMasks? = nil,
    mask: @escaping (_ file: String) throws -> Tensor = { throw NoMaskReader(file: $0) }
  ) {
    precondition(shape.count == axes.count, "RegionContext: \(axes) do not name the axes of \(shape)")
    precondition(clean.map { $0.shape == shape } ?? true, "RegionContext: a clean input of another shape than \(shape)")
    self.shape = shape
    self.axes = axes
    self.frameKinds = frameKinds
    self.clean = clean
    self.sample = sample
    self.seed = seed
    self.masks = masks
    self.mask = mask
  }
}

/// A region names a mask file where no file can be read.
public struct NoMaskReader: Error, CustomStringConvertible {
  public let file: String
  public init(file: String) { self.file = file }
  public var description: String { "no masks can be read here (\(file))" }
}
