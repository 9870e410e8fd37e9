public import Volumes

extension ImageMaskFolder {
  /// Every pair of volumes becomes one pair per plane, "ID-k012"; other pairs stay as they are.
  ///
  /// Headers are read here, and for `labelled` the masks.
  ///
  /// - Throws: `FileError`, `VolumeError`, or `SegmentationError` where a mask does not lie as its image does.
  public func cuttingVolumes(_ selection: SliceSelection, maskReader: MaskReader = MaskReader()) throws -> Self {
    guard pairs.contains(where: { NIfTIHeader.isNamed($0.imagePath) }) else { return self }
    var cut = self
    cut.pairs = try pairs.flatMap { try Self.planes(of: $0, selection, maskReader) }
    guard !cut.pairs.isEmpty else {
      throw SegmentationError("no slice has a label", in: root, hint: "leave out ':labelled' in --slices")
    }
    return cut
  }

  private static func planes(of pair: Pair, _ selection: SliceSelection, _ reader: MaskReader) throws -> [Pair] {
    guard NIfTIHeader.isNamed(pair.imagePath) else { return [pair] }
    let header = try NIfTIHeader(contentsOf: pair.imagePath)
    for path in pair.masks.paths { try check(path, against: header, of: pair) }
    let planes = try selection.slices(of: header, source: pair.imagePath).map { slice in
      var plane = Pair(id: "\(pair.id)-\(slice)", imagePath: pair.imagePath, masks: pair.masks)
      (plane.slice, plane.split, plane.subject) = (slice, pair.split, pair.subject ?? pair.id)
      return plane
    }
    guard selection.planes == .labelled else { return planes }
    let assembly = MaskAssembly(reader: reader, rule: .union, shelf: VolumeShelf())
    return try planes.filter { plane in try !assembly.truth(of: plane).mask.isEmpty }
  }

  /// A mask that lies otherwise would fit in size and be wrong in place.
  private static func check(_ path: String, against image: NIfTIHeader, of pair: Pair) throws {
    guard NIfTIHeader.isNamed(path) else {
      throw SegmentationError(
        "the image is a volume, its mask is none", in: path, hint: "save the mask as NIfTI, too")
    }
    let mask = try NIfTIHeader(contentsOf: path)
    guard mask.extents == image.extents else {
      throw SegmentationError(
        "the mask has \(mask.extents) voxels, its image \(image.extents)", in: path,
        hint: "resample the mask to its image")
    }
    guard mask.geometry.agrees(with: image.geometry) else {
      let (found, wanted) = (mask.geometry.code ?? "unknown", image.geometry.code ?? "unknown")
      throw SegmentationError(
        "the mask lies otherwise than its image (stored \(found), image \(wanted))", in: path,
        hint: "nothing is turned here: resample the mask to \(pair.imagePath)")
    }
  }
}
