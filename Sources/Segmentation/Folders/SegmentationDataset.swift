public import Images
internal import Tensors

/// Images and masks that are loaded one at a time, when asked for: memory does not grow with their number.
public struct SegmentationDataset: Sendable {
  public let pairs: [ImageMaskFolder.Pair]
  public let geometry: SampleGeometry
  public let maskReader: MaskReader
  public let channels: ChannelRequest

  public init(
    _ folder: ImageMaskFolder, selection: SampleSelection = .all, geometry: SampleGeometry = SampleGeometry(),
    maskReader: MaskReader = MaskReader(), channels: ChannelRequest = .asStored
  ) throws(SegmentationError) {
    self.init(
      pairs: try selection.applied(to: folder.pairs), geometry: geometry, maskReader: maskReader, channels: channels)
  }

  public init(
    pairs: [ImageMaskFolder.Pair], geometry: SampleGeometry, maskReader: MaskReader, channels: ChannelRequest
  ) {
    self.pairs = pairs
    self.geometry = geometry
    self.maskReader = maskReader
    self.channels = channels
  }

  public var ids: [String] { pairs.map(\.id) }

  /// Loads a sample by its id.
  ///
  /// - Throws: `FileError`, `ImageError`, `NPYError` or `SegmentationError`.
  public func sample(id: String) throws -> SegmentationSample {
    guard let pair = pairs.first(where: { $0.id == id }) else {
      throw SegmentationError(
        "no sample is called '\(id)'", in: "data set",
        hint: "there are \(pairs.count), such as \(ValueList(Array(ids.prefix(3))))")
    }
    return try sample(pair)
  }

  /// Loads the image and the mask of a pair and brings both to the network's size.
  public func sample(_ pair: ImageMaskFolder.Pair) throws -> SegmentationSample {
    let image = try Image(contentsOf: pair.imagePath)
    let decoded = try maskReader.mask(contentsOf: pair.maskPath)
    try checkSizes(image, decoded.mask, pair)
    let (tensor, conversionNotes) = image.tensor(channels: channels)
    return SegmentationSample(
      id: pair.id, image: try geometry.applied(to: tensor, source: pair.imagePath),
      truth: try geometry.applied(to: decoded.mask, source: pair.maskPath), coding: decoded.coding,
      stored: image.header, imagePath: pair.imagePath, maskPath: pair.maskPath, geometry: geometry,
      notes: image.header.notes + conversionNotes)
  }

  private func checkSizes(_ image: Image, _ mask: Mask, _ pair: ImageMaskFolder.Pair) throws(SegmentationError) {
    guard image.width != mask.width || image.height != mask.height else { return }
    throw SegmentationError(
      "the mask is \(mask.width) × \(mask.height), its image \(image.width) × \(image.height)", in: pair.maskPath,
      hint: image.header.orientation.swapsAxes
        ? "the image is stored turned (EXIF) and its mask was drawn on the upright one: save the image upright"
        : "a mask must be drawn on the stored pixels of its image: check that the two belong together")
  }
}
