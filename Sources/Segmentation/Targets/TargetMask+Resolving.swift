internal import Images

extension TargetMask {
  /// The mask itself, at the size of the sample.
  ///
  /// - Throws: what reading the other mask throws; `SegmentationError` when it has another size, or for `invert` with
  ///   more than two classes.
  public func resolved(for sample: SegmentationSample, in dataset: SegmentationDataset) throws -> Mask {
    switch self {
    case .sample(let id): return try checked(dataset.sample(id: id).truth, sample, "sample \(id)")
    case .file(let path): return try mask(contentsOf: path, sample, dataset)
    case .shift(let dx, let dy): return sample.truth.shifted(dx: dx, dy: dy)
    case .scale(let factor): return sample.truth.scaled(by: factor)
    case .erode(let radius): return sample.truth.eroded(radius: radius)
    case .dilate(let radius): return sample.truth.dilated(radius: radius)
    case .invert:
      guard sample.truth.classCount == 2 else {
        throw SegmentationError(
          "there are \(sample.truth.classCount) classes, 'invert' exchanges two", in: "--target", hint: "use file:PATH")
      }
      return sample.truth.inverted()
    case .empty: return sample.truth.emptied()
    }
  }

  /// A file may be drawn on the stored pixels, and is then treated as they were, or at the network's size.
  private func mask(
    contentsOf path: String, _ sample: SegmentationSample, _ dataset: SegmentationDataset
  ) throws -> Mask {
    let mask = try dataset.maskReader.mask(contentsOf: path).mask
    let isAsStored = mask.width == sample.stored.width && mask.height == sample.stored.height
    return try checked(isAsStored ? sample.geometry.applied(to: mask, source: path) : mask, sample, path)
  }

  private func checked(_ mask: Mask, _ sample: SegmentationSample, _ source: String) throws(SegmentationError) -> Mask {
    let truth = sample.truth
    guard mask.width == truth.width, mask.height == truth.height else {
      throw SegmentationError(
        "the target mask is \(mask.width) × \(mask.height), sample \(sample.id) needs \(truth.width) × \(truth.height)",
        in: source, hint: "bring both to one size with --crop or --resize")
    }
    guard mask.classCount <= truth.classCount else {
      throw SegmentationError(
        "the target mask has \(mask.classCount) classes, sample \(sample.id) has \(truth.classCount)", in: source,
        hint: "give the number of classes, or choose another target")
    }
    return Mask(height: mask.height, width: mask.width, classCount: truth.classCount, classes: mask.classes)
  }
}
