public import Images
public import Tensors
internal import Volumes

/// Images and masks that are loaded one at a time, when asked for: memory does not grow with their number.
public struct SegmentationDataset: Sendable {
  public let pairs: [ImageMaskFolder.Pair]
  /// In the order of the pairs.
  public let ids: [String]
  public let geometry: SampleGeometry
  public let maskReader: MaskReader
  public let channels: ChannelRequest
  /// Which truth counts where several annotators drew one.
  public var annotatorRule = AnnotatorRule.majority
  /// Which stored values become 0 and 1; nil to take what the files say or hold.
  public var window: ValueWindow?
  /// How far apart the stored pixels lie; nil to take what the files say.
  public var pixelSpacing: PixelSpacing?
  private let shelf = VolumeShelf()
  /// Where each id first stands among the pairs.
  private let places: [String: Int]

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
    ids = pairs.map(\.id)
    places = Dictionary(zip(ids, pairs.indices)) { first, _ in first }
    self.geometry = geometry
    self.maskReader = maskReader
    self.channels = channels
  }

  /// Loads a sample by its id.
  ///
  /// - Throws: `FileError`, `ImageError`, `NPYError`, `VolumeError` or `SegmentationError`.
  public func sample(id: String) throws -> SegmentationSample {
    guard let place = places[id] else {
      throw SegmentationError(
        "no sample is called '\(id)'", in: "data set",
        hint: "there are \(pairs.count), such as \(ValueList(Array(ids.prefix(3))))")
    }
    return try sample(pairs[place])
  }

  /// Loads the image and the mask of a pair and brings both to the network's size.
  public func sample(_ pair: ImageMaskFolder.Pair) throws -> SegmentationSample {
    let image = try storedImage(pair)
    let truth = try MaskAssembly(reader: maskReader, rule: annotatorRule, shelf: shelf).truth(of: pair)
    try checkSizes(image, truth.mask, pair)
    let (tensor, conversionNotes) = image.tensor(channels: channels, window: window)
    let spacing = try (pixelSpacing ?? image.header.spacing).map {
      try geometry.spacing(of: $0, width: image.width, height: image.height, source: pair.imagePath)
    }
    func fitted(_ mask: Mask) throws -> Mask { try geometry.applied(to: mask, source: pair.maskPath) }
    return SegmentationSample(
      id: pair.id, image: try geometry.applied(to: tensor, source: pair.imagePath),
      truth: try fitted(truth.mask), coding: truth.coding,
      stored: image.header, imagePath: pair.imagePath, maskPath: pair.maskPath, geometry: geometry,
      notes: image.header.notes + conversionNotes + truth.notes,
      annotations: try truth.annotations.map {
        AnnotatedTruth(annotator: $0.annotator, mask: try fitted($0.mask))
      }, spacing: spacing)
  }

  /// The image before it is brought to any size or range.
  ///
  /// - Throws: `FileError`, `ImageError`, `VolumeError`, or `SegmentationError` for a volume of which no slice is meant.
  public func storedImage(_ pair: ImageMaskFolder.Pair) throws -> Image {
    guard NIfTIHeader.isNamed(pair.imagePath) else { return try Image(contentsOf: pair.imagePath) }
    guard let slice = pair.slice else {
      throw SegmentationError("a volume is no image", in: pair.imagePath, hint: "choose its slices with --slices")
    }
    return try shelf.image(of: slice, at: pair.imagePath)
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
