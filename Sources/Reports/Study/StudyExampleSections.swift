import Evaluation
import Tensors

/// Recordings before and after an attack, as filmstrips: a handful, so that the page stays small.
struct StudyExampleSections {
  let result: StudyResult
  let exhibits: Exhibits
  let arrays: ContainedArrays

  /// On the page; more are named only.
  static let limit = 6

  func markup() throws -> Markup? {
    guard !result.examples.isEmpty else { return nil }
    let shown = result.examples.prefix(Self.limit)
    let rest = result.examples.count - shown.count
    return .fragment(
      try shown.enumerated().map { try StudyExampleSection(sections: self, example: $1, number: $0 + 1).markup() }
        + [
          rest > 0
            ? .tag("p", ["class": "note"], "\(Numeral.count(rest, "more example")) are in the study folder’s arrays.")
            : .nothing
        ])
  }
}

/// One example: answers, filmstrip, and frame by frame what was changed and what counted.
struct StudyExampleSection {
  let sections: StudyExampleSections
  let example: StudyExample
  let number: Int

  private var id: String { "example-\(number)" }
  private var description: StudyDescription { sections.result.description }
  /// Frames of a filmstrip on the page; all of them are in the file.
  private static let frameLimit = 12

  func markup() throws -> Markup {
    try .tag("article", ["class": "sample", "aria-labelledby": "\(id)-title"]) {
      Markup.tag("h3", ["id": "\(id)-title"]) { Markup.name(example.sample.id) }
      facts
      try filmstrip()
      try curves()
    }
  }

  private func className(_ index: Int?) -> String {
    guard let index else { return Numeral.missing }
    return description.classNames.indices.contains(index) ? description.classNames[index] : "class \(index)"
  }

  private var facts: Markup {
    SampleFacts([
      ("Victim", example.victim), ("Attack", example.attack), ("May change", StudyWords.frames(example.region)),
      ("True class", className(example.sample.label)), ("Model says, before", className(example.before)),
      ("Model says, after", className(example.after)), ("L2", Numeral.significant(example.l2)),
      ("Largest change (L∞)", Numeral.level(example.linf)),
    ]).markup
  }

  // MARK: Filmstrip

  private func filmstrip() throws -> Markup {
    let clean: Tensor, adversarial: Tensor
    do {
      clean = try sections.arrays.array(example.clean, in: example.file)
      adversarial = try sections.arrays.array(example.adversarial, in: example.file)
    } catch {
      return MissingArrays.note("The arrays of this example could not be read: \(error)")
    }
    guard let layout = SequenceLayout(shape: clean.shape, axes: description.axes), clean.count > 0 else {
      return MissingArrays.note("An input of shape \(clean.shape) has no frames that could be drawn.")
    }
    guard adversarial.shape == clean.shape else {
      return MissingArrays.note("The adversarial input’s shape is not the clean one’s; \(example.file) is damaged.")
    }
    let heat = heatMaps
    let strip = Filmstrip(
      clean: clean, adversarial: adversarial, heatMaps: heat.maps, layout: layout, kinds: example.frameKinds,
      bounds: bounds)
    try sections.exhibits.save(
      FilmstripMontage(strip, title: "\(example.attack): \(example.sample.id)").raster, as: "\(id)-filmstrip")
    let figure = FilmstripFigure(
      strip: strip, frames: frames(of: strip), id: "\(id)-strip", label: sections.exhibits.label(""))
    return .fragment([try figure.markup()] + heat.notes.map { MissingArrays.note($0) })
  }

  private var heatMaps: (maps: [(label: String, map: Tensor)], notes: [String]) {
    var maps: [(label: String, map: Tensor)] = []
    var notes: [String] = []
    for (label, dataset) in [("Grad-CAM before", example.heatBefore), ("Grad-CAM after", example.heatAfter)] {
      guard let dataset else { continue }
      do {
        maps.append((label, try sections.arrays.array(dataset, in: example.file)))
      } catch {
        notes.append("\(label) could not be read: \(error)")
      }
    }
    return (maps, notes)
  }

  private var bounds: ClosedRange<Float> {
    let bounds = description.bounds
    guard bounds.lower.isFinite, bounds.upper.isFinite, bounds.lower <= bounds.upper else { return 0...1 }
    return Float(bounds.lower)...Float(bounds.upper)
  }

  private func frames(of strip: Filmstrip) -> [Int] {
    let peaks = [example.perturbation, example.importanceBefore].compactMap(FrameSelection.peak)
    return FrameSelection.representative(
      count: strip.frameCount, kinds: strip.kinds, peaks: peaks, limit: Self.frameLimit)
  }

  // MARK: Curves

  private func curves() throws -> Markup {
    guard !example.perturbation.isEmpty else { return .nothing }
    let count = example.perturbation.count
    let importance = [("before", example.importanceBefore), ("after", example.importanceAfter)]
      .filter { $0.1.count == count }
    var panels = [
      CurveChart.Panel(
        "Perturbation per frame (L2, input units)", [.init("perturbation", example.perturbation, style: .bars)])
    ]
    if !importance.isEmpty {
      panels.append(
        CurveChart.Panel("Importance per frame (Grad-CAM)", importance.map { .init($0.0 + " attack", $0.1) }))
    }
    let words = "Perturbation and Grad-CAM importance per frame of \(example.sample.id), n = 1."
    let chart = CurveChart(
      id: "\(id)-frames", title: "Perturbation and importance per frame, \(example.sample.id)", summary: words,
      axisTitle: "frame", positions: (0..<count).map(Double.init), panels: panels,
      bands: example.frameKinds.count == count ? FrameBand.bands(of: example.frameKinds) : [])
    return try sections.exhibits.chart(words, chart.drawing)
  }
}
