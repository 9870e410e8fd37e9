internal import Images

/// Decides what the codes of one mask file mean; the table in `MaskReader` says how.
struct MaskCodingRules {
  struct Decision {
    let coding: MaskCoding
    /// The class of every code that occurs.
    let classes: [Int: Int32]
  }

  /// Without a class count, small numbers are taken as classes up to here and no further.
  private static let largestUnannouncedClass = 31
  /// Asked for by name, class indices may go this far without a class count.
  private static let largestClass = 255

  let kind: MaskPixels.Kind
  let bitDepth: Int
  /// The codes that occur, ascending, void left out, not empty.
  let values: [Int]
  let classCount: Int?
  let source: String

  func decision(for request: MaskCodingRequest) throws(SegmentationError) -> Decision {
    switch request {
    case .automatic: return try automatic()
    case .classIndex: return try indexed(limit: classCount ?? Self.largestClass + 1)
    case .threshold(let threshold): return try cut(at: threshold)
    case .probability(let share): return try cut(from: share)
    case .values(let list):
      guard case .grey = kind else { throw misfit("'values' needs a grey mask") }
      return try listed(list, as: .values(list))
    case .colours(let colours): return try coloured(colours)
    }
  }

  private func automatic() throws(SegmentationError) -> Decision {
    switch kind {
    case .palette: return try indexed(limit: classCount ?? Self.largestUnannouncedClass + 1)
    case .colour: throw ambiguousColours()
    case .grey(let largest):
      if bitDepth == 1 { return Decision(coding: .oneBit, classes: [0: 0, 1: 1]) }
      if values == [0] { return Decision(coding: .onlyBackground, classes: [0: 0]) }
      if highest < classCount ?? 2, lowest >= 0 { return try indexed(limit: classCount ?? 2) }
      return try greyDecision(largest: largest)
    }
  }

  /// Values that are no class indices under the given class count.
  private func greyDecision(largest: Int) throws(SegmentationError) -> Decision {
    if classCount ?? 2 == 2 {
      if values.allSatisfy({ $0 == 0 || $0 == largest }) { return twoValues(0, largest) }
      if values.count == 2, classCount == 2 || highest > Self.largestUnannouncedClass {
        return twoValues(lowest, highest)
      }
    }
    if classCount == nil, values.count > 2, lowest >= 0, highest <= Self.largestUnannouncedClass {
      return try indexed(limit: Self.largestUnannouncedClass + 1)
    }
    throw ambiguousLevels(largest: largest)
  }

  private var lowest: Int { values.first ?? 0 }
  private var highest: Int { values.last ?? 0 }

  private func twoValues(_ background: Int, _ foreground: Int) -> Decision {
    Decision(
      coding: .twoValues(background: background, foreground: foreground), classes: [background: 0, foreground: 1])
  }

  private func indexed(limit: Int) throws(SegmentationError) -> Decision {
    guard kind != .colour else { throw ambiguousColours() }
    guard lowest >= 0, highest < limit else {
      let classes = classCount.map { "the network has \($0) classes" } ?? "more than \(limit) classes are not guessed"
      throw SegmentationError(
        "the values \(ValueList(values)) are no class indices: \(classes)", in: source,
        hint: "give --mask-void \(highest) if that marks unlabelled pixels, or --mask-coding values:… class by class")
    }
    let classes = Dictionary(uniqueKeysWithValues: values.map { ($0, Int32($0)) })
    guard case .palette(let palette) = kind else { return Decision(coding: .classIndex(values), classes: classes) }
    let colours = values.map { $0 < palette.colours.count ? palette.colours[$0] : nil }
    return Decision(coding: .paletteIndex(values, colours: colours), classes: classes)
  }

  private func cut(at threshold: Int) throws(SegmentationError) -> Decision {
    guard case .grey(let largest) = kind else { throw misfit("a threshold needs a grey mask") }
    guard threshold < largest else { throw misfit("the threshold \(threshold) is not below \(largest)") }
    let classes = Dictionary(uniqueKeysWithValues: values.map { ($0, Int32($0 > threshold ? 1 : 0)) })
    return Decision(coding: .threshold(threshold, levels: values.count), classes: classes)
  }

  private func cut(from share: Double) throws(SegmentationError) -> Decision {
    guard case .grey(let largest) = kind else { throw misfit("a probability needs a grey mask or fractions") }
    let classes = Dictionary(
      uniqueKeysWithValues: values.map { ($0, Int32(Double($0) / Double(largest) >= share ? 1 : 0)) })
    return Decision(coding: .probability(share), classes: classes)
  }

  private func coloured(_ colours: [Colour]) throws(SegmentationError) -> Decision {
    switch kind {
    case .colour: return try listed(colours.map(\.code), as: .colours(colours))
    case .grey(largest: 255):
      // A mask of black and white alone has come in as grey.
      let levels = colours.map { $0.isGrey ? Int($0.red) : -1 - $0.code }
      return try listed(levels, as: .colours(colours))
    case .palette(let palette):
      var indices: [Int: Int32] = [:]
      for value in values {
        guard value < palette.colours.count, let label = colours.firstIndex(of: palette.colours[value]) else {
          throw misfit("palette index \(value) has none of the colours given")
        }
        indices[value] = Int32(label)
      }
      try checkClassCount(colours.count)
      return Decision(coding: .colours(colours), classes: indices)
    case .grey: throw misfit("'colours' needs a mask with 8 bits a channel")
    }
  }

  private func listed(_ list: [Int], as coding: MaskCoding) throws(SegmentationError) -> Decision {
    let classes = Dictionary(list.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    let others = values.filter { classes[$0] == nil }
    guard others.isEmpty else {
      let names = kind == .colour ? ValueList(others.map(Colour.init(code:))) : ValueList(others)
      throw misfit("\(names) are not in the list")
    }
    try checkClassCount(list.count)
    return Decision(coding: coding, classes: classes)
  }

  private func checkClassCount(_ listed: Int) throws(SegmentationError) {
    guard let classCount, listed > classCount else { return }
    throw misfit("\(listed) classes are listed, the network has \(classCount)")
  }
}

extension MaskCodingRules {
  private func misfit(_ what: String) -> SegmentationError {
    SegmentationError(
      "the mask coding asked for does not fit: \(what)", in: source,
      hint: "leave --mask-coding away to see what the file holds")
  }

  private func ambiguousColours() -> SegmentationError {
    SegmentationError(
      "the mask has \(values.count) colours (\(ValueList(values.map(Colour.init(code:))))) whose classes are unknown",
      in: source, hint: "list them class by class, background first: --mask-coding colours:#000000,#ff0000")
  }

  private func ambiguousLevels(largest: Int) -> SegmentationError {
    let classes = classCount.map { " for \($0) classes" } ?? ""
    let levels = values.count == 1 ? "only the value \(lowest)" : "\(values.count) values (\(ValueList(values)))"
    return SegmentationError(
      "the mask holds \(levels), which can be read in more than one way\(classes)", in: source,
      hint: voidHint(largest: largest)
        + "give --mask-threshold \(largest / 2) (foreground above it), --mask-coding index, "
        + "or --mask-coding values:… class by class")
  }

  /// Class indices and the largest value: that is how many sets mark what nobody has labelled.
  private func voidHint(largest: Int) -> String {
    let others = values.dropLast()
    guard highest == largest, others.count > 1, lowest >= 0,
      (others.last ?? 0) < classCount ?? Self.largestUnannouncedClass + 1
    else { return "" }
    return "give --mask-void \(largest) if that marks unlabelled pixels; otherwise "
  }
}
