public import Volumes

/// A folder of images and their masks, paired by the id in their names; nothing but names is read here.
public struct ImageMaskFolder: Sendable, Hashable {
  public struct Pair: Sendable, Hashable {
    /// The part of the names that image and mask share: the sample's id in every record.
    public let id: String
    public let imagePath: String
    public let masks: MaskFiles
    /// The plane of a volume that is meant; nil for an image of its own.
    public var slice: VolumeSlice?
    /// The part of the data that a table puts it into.
    public var split: String?
    /// Whom it shows, where a table says it.
    public var subject: String?

    public init(id: String, imagePath: String, maskPath: String) {
      self.init(id: id, imagePath: imagePath, masks: .single(maskPath))
    }

    public init(id: String, imagePath: String, masks: MaskFiles) {
      (self.id, self.imagePath, self.masks) = (id, imagePath, masks)
    }

    /// The first of the files of masks.
    public var maskPath: String { masks.paths.first ?? imagePath }
    /// Every file that the sample is read from.
    public var paths: [String] { [imagePath] + masks.paths }
  }

  public let root: String
  /// Which files were taken for images and which for masks, as patterns or as the table that says it.
  public let imagePattern: String
  public let maskPattern: String
  /// In the order of their ids.
  public internal(set) var pairs: [Pair]
  /// Ids of images that have no mask, and of masks that have no image: left out, and to be reported.
  public internal(set) var imagesWithoutMask: [String]
  public let masksWithoutImage: [String]
  /// Files that have the name of a pair and an ending that half of the pairs have: other masks, left out.
  public let otherFiles: [String]

  /// Pairs the files that fit two patterns, relative to `root`.
  public init(root: String, images: FilePattern, masks: FilePattern) throws {
    let imageFiles = try images.files(under: root)
    let maskFiles = try masks.files(under: root)
    try self.init(
      root: root, images: ("\(images)", imageFiles), masks: ("\(masks)", maskFiles.mapValues { .single($0) }),
      maskPaths: Set(maskFiles.values), strays: maskFiles.keys.filter { imageFiles[$0] == nil })
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

  init(
    root: String, images: (pattern: String, files: [String: String]),
    masks: (pattern: String, files: [String: MaskFiles]),
    maskPaths: Set<String>, strays: [String]
  ) throws(SegmentationError) {
    self.root = root
    (imagePattern, maskPattern) = (images.pattern, masks.pattern)
    let pairs = images.files.keys.sorted().compactMap { id -> Pair? in
      guard let image = images.files[id], let files = masks.files[id], !maskPaths.contains(image) else { return nil }
      return Pair(id: id, imagePath: image, masks: files)
    }
    let alone = images.files.filter { masks.files[$0.key] == nil && !maskPaths.contains($0.value) }.keys.sorted()
    let others = RelatedFiles(ids: pairs.map(\.id)).members(of: alone)
    imagesWithoutMask = alone.filter { !others.contains($0) }
    (self.pairs, otherFiles, masksWithoutImage) = (pairs, others.sorted(), strays.sorted())
    guard !pairs.isEmpty else {
      throw SegmentationError(
        "no image has a mask: \(images.files.count) files fit \(images.pattern), \(maskPaths.count) fit "
          + "\(masks.pattern)", in: root,
        hint: "check the two patterns; {id} must stand for the same text in both")
    }
  }
}

/// Tells second masks ("Image_01L_2ndHO") from images without a mask by what other pairs have.
private struct RelatedFiles {
  let ids: [String]

  /// Those names that are an id of a pair with an ending that begins with no letter or digit, and that at least half of
  /// the pairs (and two of them, if there are so many) have.
  func members(of names: [String]) -> Set<String> {
    let known = Set(ids)
    var byEnding: [String: [String]] = [:]
    for name in names {
      for length in 1..<max(name.count, 1) {
        let ending = name.suffix(length)
        guard let first = ending.first, !first.isLetter, !first.isNumber, known.contains(String(name.dropLast(length)))
        else { continue }
        byEnding[String(ending), default: []].append(name)
      }
    }
    let least = max(min(2, ids.count), (ids.count + 1) / 2)
    return Set(byEnding.values.filter { $0.count >= least }.joined())
  }
}
