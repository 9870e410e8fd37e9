internal import Images
internal import Volumes

/// Reads the one or several files that hold the truth of a sample, and puts them together.
struct MaskAssembly {
  let reader: MaskReader
  let rule: AnnotatorRule
  let shelf: VolumeShelf

  /// What was found.
  struct Truth {
    let mask: Mask
    let coding: MaskCoding
    /// What each annotator drew; empty where there is only one truth.
    var annotations: [AnnotatedTruth] = []
    var notes: [String] = []
  }

  /// - Throws: `FileError`, `ImageError`, `NPYError`, `VolumeError` or `SegmentationError`.
  func truth(of pair: ImageMaskFolder.Pair) throws -> Truth {
    switch pair.masks {
    case .single(let path):
      let decoded = try decoded(path, pair.slice)
      return Truth(mask: decoded.mask, coding: decoded.coding)
    case .perObject(let paths): return try objects(paths, pair)
    case .perClass(let classes): return try united(classes, pair)
    case .annotators(let annotations): return try agreed(annotations, pair)
    }
  }

  private func decoded(_ path: String, _ slice: VolumeSlice?, reader: MaskReader? = nil) throws -> DecodedMask {
    let reader = reader ?? self.reader
    guard NIfTIHeader.isNamed(path) else { return try reader.mask(contentsOf: path) }
    let volume = try shelf.volume(at: path)
    guard let slice = slice ?? (volume.header.extents[2] == 1 ? VolumeSlice(axis: 2, index: 0) : nil) else {
      throw SegmentationError("a volume is no mask", in: path, hint: "choose its slices with --slices")
    }
    // The mask has one volume, whichever of the image's is meant.
    let own = VolumeSlice(axis: slice.axis, index: slice.index, frame: min(slice.frame, volume.header.frameCount - 1))
    return try reader.mask(of: volume.codes(of: own), source: path)
  }

  /// One object or class a file: its foreground is whatever is above background.
  private func foreground(_ paths: [String], _ pair: ImageMaskFolder.Pair) throws -> [Mask] {
    var reader = reader
    reader.classCount = 2
    let masks = try paths.map { try decoded($0, pair.slice, reader: reader).mask }
    guard let first = masks.first else { return [] }
    for (mask, path) in zip(masks, paths) where mask.width != first.width || mask.height != first.height {
      throw SegmentationError(
        "this mask is \(mask.width) × \(mask.height), the others of sample '\(pair.id)' \(first.width) × \(first.height)",
        in: path, hint: "all masks of one image must have its size")
    }
    return masks
  }

  private func objects(_ paths: [String], _ pair: ImageMaskFolder.Pair) throws -> Truth {
    let masks = try foreground(paths, pair)
    let (mask, overlaps) = try stacked(masks.map { ($0, 1) }, classCount: max(reader.classCount ?? 2, 2), pair)
    var notes = ["\(masks.count) objects, one file each"]
    if overlaps > 0 { notes.append("\(overlaps) pixels belong to more than one object") }
    return Truth(mask: mask, coding: .objects, notes: notes)
  }

  private func united(_ classes: [MaskFiles.ClassFiles], _ pair: ImageMaskFolder.Pair) throws -> Truth {
    let names = classes.map(\.name)
    if let count = reader.classCount, count < classes.count + 1 {
      throw SegmentationError(
        "\(classes.count) classes and background are \(classes.count + 1), the network has \(count)",
        in: pair.maskPath, hint: "name fewer classes of masks")
    }
    let layers = try classes.enumerated().flatMap { index, files in
      try foreground(files.paths, pair).map { ($0, Int32(index + 1)) }
    }
    let (mask, overlaps) = try stacked(layers, classCount: reader.classCount ?? classes.count + 1, pair)
    let note = "\(overlaps) pixels belong to more than one class; the later of \(ValueList(names)) counts"
    return Truth(mask: mask, coding: .perClass(names), notes: overlaps > 0 ? [note] : [])
  }

  /// Later layers lie over earlier ones; a pixel is void where a layer says so and none says what it is.
  private func stacked(
    _ layers: [(mask: Mask, label: Int32)], classCount: Int, _ pair: ImageMaskFolder.Pair
  ) throws -> (Mask, overlaps: Int) {
    guard let first = layers.first?.mask else { throw noFile(pair) }
    var classes = [Int32](repeating: 0, count: first.classes.count)
    var overlaps = 0
    for (mask, label) in layers {
      guard mask.width == first.width, mask.height == first.height else { throw noFile(pair) }
      for (pixel, value) in mask.classes.enumerated() {
        if value > 0 {
          if classes[pixel] > 0 { overlaps += 1 }
          classes[pixel] = label
        } else if value == Mask.void, classes[pixel] == 0 {
          classes[pixel] = Mask.void
        }
      }
    }
    return (Mask(height: first.height, width: first.width, classCount: classCount, classes: classes), overlaps)
  }

  private func noFile(_ pair: ImageMaskFolder.Pair) -> SegmentationError {
    SegmentationError(
      "the masks of sample '\(pair.id)' are missing or differ in size", in: pair.maskPath,
      hint: "all masks of one image must have its size")
  }

  private func agreed(_ annotations: [MaskFiles.Annotation], _ pair: ImageMaskFolder.Pair) throws -> Truth {
    var truths: [AnnotatedTruth] = []
    for annotation in annotations {
      let mask = try decoded(annotation.path, pair.slice).mask
      if let first = truths.first?.mask, (first.width, first.height) != (mask.width, mask.height) {
        throw SegmentationError(
          "this mask is \(mask.width) × \(mask.height), that of \(truths[0].annotator) \(first.width) × \(first.height)",
          in: annotation.path, hint: "all masks of one image must have its size")
      }
      truths.append(AnnotatedTruth(annotator: annotation.annotator, mask: mask))
    }
    let names = truths.map(\.annotator)
    let (mask, differing) = try Agreement(truths).mask(by: rule, source: pair.maskPath)
    var notes = ["\(names.count) annotators (\(ValueList(names))) differ in \(differing) pixels; \(rule) is the truth"]
    if names.count == 1 { notes = ["only \(names[0]) drew this one"] }
    return Truth(mask: mask, coding: .annotators(rule), annotations: truths, notes: notes)
  }
}
