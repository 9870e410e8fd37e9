import Evaluation
import Tensors

/// One recording before and after one attack: answers, filmstrip, and frame by frame what was changed and what counted.
struct RadarSampleSection {
  let context: ReportContext
  let record: ClassificationRecord
  let roles: [SampleChoice.Role]
  /// Unique on the page; figure files are named after it.
  let id: String

  func markup() throws -> Markup {
    let facts = ClassificationFacts(context: context, record: record)
    return try .tag("article", ["class": "sample", "aria-labelledby": "\(id)-title"]) {
      Markup.tag("h3", ["id": "\(id)-title"]) { Markup.name(record.sample.id) }
      facts.opening(roles)
      facts.facts
      try filmstrip()
      try curves()
      facts.logits
    }
  }

  // MARK: Filmstrip

  private func filmstrip() throws -> Markup {
    guard let references = record.arrays, let cleanPath = references.clean else {
      return MissingArrays.note("No arrays were kept for this sample, so there is no filmstrip.")
    }
    let clean: Tensor, adversarial: Tensor?
    do {
      clean = try context.arrays.array(cleanPath, in: references.shard)
      adversarial = try references.adversarial.map { try context.arrays.array($0, in: references.shard) }
    } catch {
      return MissingArrays.note("The arrays of this sample could not be read: \(error)")
    }
    guard let layout = SequenceLayout(shape: clean.shape, axes: context.run.model.axes), clean.count > 0 else {
      return MissingArrays.note("An input of shape \(clean.shape) has no frames that could be drawn.")
    }
    guard adversarial == nil || adversarial?.shape == clean.shape else {
      return MissingArrays.note("The adversarial input’s shape is not the clean one’s; \(references.shard) is damaged.")
    }
    return try figure(clean, adversarial, layout, references)
  }

  private func figure(
    _ clean: Tensor, _ adversarial: Tensor?, _ layout: SequenceLayout, _ references: ArrayReferences
  ) throws -> Markup {
    var notes: [Markup] = []
    var heatMaps: [(label: String, map: Tensor)] = []
    for (label, path) in [
      ("Grad-CAM before", references.heatBefore), ("Grad-CAM after", references.heatAfter),
    ] {
      guard let path else { continue }
      do {
        heatMaps.append((label, try context.arrays.array(path, in: references.shard)))
      } catch {
        notes.append(MissingArrays.note("\(label) could not be read: \(error)"))
      }
    }
    let strip = Filmstrip(
      clean: clean, adversarial: adversarial, heatMaps: heatMaps, layout: layout, kinds: record.frames?.kinds ?? [],
      bounds: context.bounds)
    let montage = FilmstripMontage(strip, title: "\(record.attack.name): \(record.sample.id)")
    try context.figures.save(montage.raster, as: "\(id)-filmstrip")
    let figure = FilmstripFigure(strip: strip, frames: shown(strip), id: "\(id)-strip")
    return .fragment([try figure.markup(), everyFrame(strip), .fragment(notes)])
  }

  private func shown(_ strip: Filmstrip) -> [Int] {
    let frames = record.frames
    let peaks = [frames?.perturbation, frames?.importanceBefore, frames?.importanceAfter]
      .compactMap { $0.flatMap(FrameSelection.peak) }
    return FrameSelection.representative(count: strip.frameCount, kinds: strip.kinds, peaks: peaks)
  }

  private func everyFrame(_ strip: Filmstrip) -> Markup {
    guard strip.frameCount > 16, context.figures.isSaved else { return .nothing }
    return .tag("p", ["class": "note"]) {
      "The frames with the largest perturbation and importance are among those shown. All \(strip.frameCount) frames "
      "are in "
      Markup.tag("code", "figures/\(id)-filmstrip.png")
      " beside this page."
    }
  }

  // MARK: Curves

  private func curves() throws -> Markup {
    guard let frames = record.frames, !frames.perturbation.isEmpty else { return .nothing }
    var panels = [
      CurveChart.Panel(
        "Perturbation per frame (L2, input units)", [.init("perturbation", frames.perturbation, style: .bars)])
    ]
    let importance = [("before", frames.importanceBefore), ("after", frames.importanceAfter)].filter { !$0.1.isEmpty }
    if !importance.isEmpty {
      panels.append(
        CurveChart.Panel(
          "Importance per frame (Grad-CAM)", importance.map { CurveChart.Series($0.0 + " attack", $0.1) }))
    }
    let chart = CurveChart(
      id: "\(id)-frames", title: "Perturbation and importance per frame, \(record.sample.id)",
      summary: correlation(frames), axisTitle: "frame", positions: frames.perturbation.indices.map(Double.init),
      panels: panels,
      bands: frames.kinds.count == frames.perturbation.count ? FrameBand.bands(of: frames.kinds) : [])
    return try context.figures.chart(caption: .text(correlation(frames)), chart.drawing)
  }

  private func correlation(_ frames: FrameAnalysis) -> String {
    guard frames.rankCorrelation.isFinite else {
      return "Rank correlation of perturbation and importance before the attack: not available, because one of them is "
        + "constant or missing."
    }
    return "Rank correlation (Spearman) of perturbation and importance before the attack: "
      + "\(Numeral.fixed(frames.rankCorrelation, places: 2)). Towards 1 the attack changed most what the model looked at "
      + "most; around 0 there is no such relation."
  }
}
