extension ImageMaskFolder {
  /// Pairs a folder by what a user said of it.
  ///
  /// | masks | taken as |
  /// |---|---|
  /// | nil, or a folder | found out, with the help of `maskSuffix` |
  /// | a pattern with {id} | `FilePattern` |
  /// | a pattern with {class}, {annotator}, * or {id} in a folder | `PathPattern` |
  ///
  /// `classNames` are those of {class}, in the order of the classes; every name that occurs, sorted, if empty.
  ///
  /// - Throws: `SegmentationError`.
  public init(
    at root: String, images: String?, masks: String?, maskSuffix: String? = nil, classNames: [String] = []
  ) throws {
    guard let masks, masks.contains("{id}") else {
      try self.init(at: root, masks: masks, maskSuffix: maskSuffix)
      return
    }
    let needsPaths = PathPattern.isNeeded(for: masks) || images.map { PathPattern.isNeeded(for: $0) } ?? false
    guard needsPaths else {
      try self.init(
        at: root, images: try images.map { text throws(SegmentationError) in try FilePattern(parsing: text) },
        masks: FilePattern(parsing: masks))
      return
    }
    try self.init(
      root: root, imageFiles: try Self.imageFiles(root, images), masks: PathPattern(parsing: masks),
      classNames: classNames)
  }

  private init(
    root: String, imageFiles: (pattern: String, files: [String: String]), masks: PathPattern, classNames: [String]
  ) throws {
    let noImages = try Self.maskIDs(imageFiles.files, masks, root)
    let gathered = try MaskGathering(pattern: masks, classNames: classNames)
      .result(under: root, ids: Set(imageFiles.files.keys).subtracting(noImages))
    try self.init(
      root: root, images: imageFiles, masks: (masks.description, gathered.masks),
      maskPaths: gathered.paths.union(noImages.compactMap { imageFiles.files[$0] }),
      strays: gathered.strays.filter { path in !imageFiles.files.values.contains(path) })
  }

  /// In one folder with the images, masks fit the pattern of images too, but are none.
  private static func maskIDs(
    _ images: [String: String], _ masks: PathPattern, _ root: String
  ) throws(SegmentationError) -> Set<String> {
    let ids = Set(images.keys)
    let byPath = Dictionary(images.map { ($0.value, $0.key) }) { first, _ in first }
    var found: Set<String> = []
    for file in try masks.files(under: root) {
      guard let own = byPath[file.path] else { continue }
      // Only a name that goes on from another image's is a mask: "a_cup" beside "a".
      if file.ways.contains(where: { way in way[.id].map { $0 != own && ids.contains($0) } ?? false }) {
        found.insert(own)
      }
    }
    return found
  }

  private static func imageFiles(
    _ root: String, _ images: String?
  ) throws -> (pattern: String, files: [String: String]) {
    guard let images, PathPattern.isNeeded(for: images) else {
      let pattern =
        try images.map { text throws(SegmentationError) in try FilePattern(parsing: text) }
        ?? FilePattern(folder: PairingDetection(root: root, masks: nil, maskSuffix: nil).imageFolder())
      return ("\(pattern)", try pattern.files(under: root))
    }
    let pattern = try PathPattern(parsing: images)
    guard !pattern.holds(.className), !pattern.holds(.annotator) else {
      throw SegmentationError(
        "{class} and {annotator} are for masks", in: "pattern of images", hint: "write for example {id}/images/{id}.png"
      )
    }
    var files: [String: String] = [:]
    for file in try pattern.files(under: root) {
      guard let id = file.ways.compactMap({ $0[.id] }).max(by: { $0.count < $1.count }) else { continue }
      guard files.updateValue(file.path, forKey: id) == nil else {
        throw SegmentationError("two files of \(pattern) have the id '\(id)'", in: root, hint: "narrow the pattern")
      }
    }
    return (pattern.description, files)
  }
}
