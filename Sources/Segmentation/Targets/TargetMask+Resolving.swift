internal import Images

extension TargetMask {
  /// The mask itself, at the size of the sample; `classNames` are what classes may be called besides their numbers.
  ///
  /// - Throws: what reading the other mask throws; `SegmentationError` when it has another size, for `invert` with more than
  ///   two classes, and for a class that is unknown or not in the sample.
  public func resolved(
    for sample: SegmentationSample, in dataset: SegmentationDataset, classNames: [String] = []
  ) throws -> Mask {
    func label(_ chosen: MaskClass) throws(SegmentationError) -> Int32 {
      try chosen.label(names: classNames, classCount: sample.truth.classCount)
    }
    switch self {
    case .erase(let chosen):
      return try found(sample.truth.erased(present(label(chosen), chosen, sample)), sample, "there is nothing else")
    case .move(let chosen, let dx, let dy):
      let own = try present(label(chosen), chosen, sample)
      let moved = try found(sample.truth.moved(own, dx: dx, dy: dy), sample, "there is nothing else")
      guard moved.classes.contains(own) else {
        throw SegmentationError(
          "'\(self)' moves all of class '\(chosen)' out of sample \(sample.id)", in: "--target",
          hint: "move it less far, or write erase:\(chosen)")
      }
      return moved
    case .area(let chosen, let factor):
      let chosenLabel = try chosen.map { try present(label($0), $0, sample) }
      if chosenLabel == nil, sample.truth.isEmpty { throw absence("object", sample) }
      return try changed(sample.truth.resized(chosenLabel, toArea: factor), sample, factor)
    case .cupToDiscRatio(let ratio, let disc, let cup):
      let (discLabel, cupLabel) = (try label(disc), try present(label(cup), cup, sample))
      guard discLabel != cupLabel else {
        throw SegmentationError("disc and cup are one class", in: "--target", hint: "write ratio:0.8,DISC,CUP")
      }
      return try found(
        sample.truth.withCupToDiscRatio(ratio, cup: cupLabel, disc: discLabel), sample, "there is no disc")
    case .sample(let id): return try checked(dataset.sample(id: id).truth, sample, "sample \(id)")
    case .file(let path): return try mask(contentsOf: path, sample, dataset)
    case .shift(let dx, let dy): return sample.truth.shifted(dx: dx, dy: dy)
    case .scale(let factor): return sample.truth.scaled(by: factor)
    case .erode(let radius): return sample.truth.eroded(radius: radius)
    case .dilate(let radius): return sample.truth.dilated(radius: radius)
    case .text(let word): return try found(sample.truth.writing(word), sample, "the word \(word) does not fit")
    case .invert:
      guard sample.truth.classCount == 2 else {
        throw SegmentationError(
          "there are \(sample.truth.classCount) classes, 'invert' exchanges two", in: "--target", hint: "use file:PATH")
      }
      return sample.truth.inverted()
    case .empty: return sample.truth.emptied()
    }
  }

  private func present(
    _ label: Int32, _ chosen: MaskClass, _ sample: SegmentationSample
  ) throws(SegmentationError) -> Int32 {
    guard sample.truth.classes.contains(label) else { throw absence("class '\(chosen)'", sample) }
    return label
  }

  private func absence(_ what: String, _ sample: SegmentationSample) -> SegmentationError {
    SegmentationError("sample \(sample.id) has no \(what)", in: "--target", hint: "leave the sample out")
  }

  private func found(_ mask: Mask?, _ sample: SegmentationSample, _ what: String) throws(SegmentationError) -> Mask {
    guard let mask else {
      throw SegmentationError("\(what) in sample \(sample.id)", in: "--target", hint: "choose another target")
    }
    return mask
  }

  /// What the rounding to whole pixels leaves as it is would be said to be changed, and is refused.
  private func changed(_ mask: Mask, _ sample: SegmentationSample, _ factor: Double) throws(SegmentationError) -> Mask {
    guard factor == 1 || mask != sample.truth else {
      throw SegmentationError(
        "'\(self)' changes no pixel of sample \(sample.id): rounded to whole pixels the area is what it was",
        in: "--target", hint: "ask for a larger change, or leave the sample out")
    }
    return mask
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
