/// A folder of images and their masks, paired by the id in their names; nothing but names is read here.
public struct ImageMaskFolder: Sendable, Hashable {
  public struct Pair: Sendable, Hashable {
    /// The part of the names that image and mask share: the sample's id in every record.
    public let id: String
    public let imagePath: String
    public let maskPath: String

    public init(id: String, imagePath: String, maskPath: String) {
      (self.id, self.imagePath, self.maskPath) = (id, imagePath, maskPath)
    }
  }

  public let root: String
  public let imagePattern: FilePattern
  public let maskPattern: FilePattern
  /// In the order of their ids.
  public let pairs: [Pair]
  /// Ids of images that have no mask, and of masks that have no image: left out, and to be reported.
  public let imagesWithoutMask: [String]
  public let masksWithoutImage: [String]

  /// Pairs the files that fit two patterns, relative to `root`.
  public init(root: String, images: FilePattern, masks: FilePattern) throws {
    let imageFiles = try images.files(under: root)
    let maskFiles = try masks.files(under: root)
    let maskPaths = Set(maskFiles.values)
    self.root = root
    (imagePattern, maskPattern) = (images, masks)
    pairs = imageFiles.keys.sorted().compactMap { id in
      guard let image = imageFiles[id], let mask = maskFiles[id], image != mask else { return nil }
      return Pair(id: id, imagePath: image, maskPath: mask)
    }
    imagesWithoutMask = imageFiles.filter { maskFiles[$0.key] == nil && !maskPaths.contains($0.value) }.keys.sorted()
    masksWithoutImage = maskFiles.keys.filter { imageFiles[$0] == nil }.sorted()
    guard !pairs.isEmpty else { throw Self.nothing(root, images, imageFiles.count, masks, maskFiles.count) }
  }

  /// Pairs the files of a folder whose layout is found out; `masks` and `maskSuffix` narrow it down.
  public init(at root: String, masks: String? = nil, maskSuffix: String? = nil) throws {
    let patterns = try PairingDetection(root: root, masks: masks, maskSuffix: maskSuffix).patterns()
    try self.init(root: root, images: patterns.images, masks: patterns.masks)
  }

  /// Pairs the files that fit a pattern of masks with images; without a pattern of images, those of a folder `images` of
  /// whatever extension, or of the folder itself where there is none.
  public init(at root: String, images: FilePattern?, masks: FilePattern) throws {
    let found =
      try images ?? FilePattern(folder: PairingDetection(root: root, masks: nil, maskSuffix: nil).imageFolder())
    try self.init(root: root, images: found, masks: masks)
  }

  private static func nothing(
    _ root: String, _ images: FilePattern, _ imageCount: Int, _ masks: FilePattern, _ maskCount: Int
  ) -> SegmentationError {
    SegmentationError(
      "no image has a mask: \(imageCount) files fit \(images), \(maskCount) fit \(masks)", in: root,
      hint: "check the two patterns; {id} must stand for the same text in both")
  }
}
