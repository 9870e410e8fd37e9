import Evaluation
import Tensors

/// Pictures of masks that an attacker asked for, and of where the network looked.
struct MaskGallery {
  let result: SegmentationStudyResult
  let arrays: any ArrayLoading
  let figures: FigureFolder

  init(result: SegmentationStudyResult, arrays: any ArrayLoading, figures: FigureFolder) {
    self.result = result
    self.arrays = ContainedArrays(arrays: arrays)
    self.figures = figures
  }

  /// Goals and examples with pictures on the page; more are in the tables only.
  static let goalLimit = 24
  static let exampleLimit = 8

  /// One strip a goal: image, mask before, wanted mask, adversarial image, mask after, perturbation.
  func goals(_ exhibits: Exhibits) throws -> Markup? {
    guard !result.goals.isEmpty else { return nil }
    let shown = result.goals.prefix(Self.goalLimit)
    let rest = result.goals.count - shown.count
    return .fragment(
      try shown.enumerated().map { number, goal in
        try strip(goal, id: "goal-\(number + 1)", label: exhibits)
      }
        + [
          rest > 0
            ? .tag("p", ["class": "note"], "\(Numeral.count(rest, "more goal")) are in tables/goals.csv.") : .nothing
        ])
  }

  private func strip(_ goal: MaskExample, id: String, label exhibits: Exhibits) throws -> Markup {
    try .tag("article", ["class": "sample", "aria-labelledby": "\(id)-title"]) {
      Markup.tag("h3", ["id": "\(id)-title"]) { Markup.name(Self.title(goal.record)) }
      try pictures(
        goal,
        id: id,
        keys: ["image", "prediction-before", "target", "adversarial", "prediction-after", "perturbation"])
      Markup.tag("p") {
        exhibits.label("")
        Markup.name("\(goal.victim), \(goal.record.sample.id): \(caption(goal)).")
      }
    }
  }

  /// Images before and after with Seg-Grad-CAM.
  func examples() throws -> Markup? {
    let shown = result.examples.prefix(Self.exampleLimit)
    guard !shown.isEmpty else { return nil }
    return .fragment(
      try [
        .tag(
          "p",
          "Seg-Grad-CAM of class 1, the first after background: which parts of the image make the network draw it, before the attack and after."
        )
      ]
        + shown.enumerated().map { number, example in
          let id = "example-\(number + 1)"
          return try .tag("article", ["class": "sample", "aria-labelledby": "\(id)-title"]) {
            Markup.tag("h3", ["id": "\(id)-title"]) {
              Markup.name("\(example.victim), \(example.record.sample.id), \(example.record.attack.name)")
            }
            Markup.tag("p") { Markup.name("\(caption(example)).") }
            try pictures(example, id: id, keys: nil)
          }
        })
  }

  /// "erase:vessel (vessel erased, …)" as the words alone.
  private static func title(_ record: SegmentationRecord) -> String {
    // Of an image that could not be read the id alone says what was wanted.
    if record.status == .error, record.maskCoding == nil { return record.sample.id }
    guard let open = record.target.firstIndex(of: "("), record.target.hasSuffix(")") else { return record.target }
    let words = record.target[record.target.index(after: open)...].dropLast()
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func caption(_ example: MaskExample) -> String {
    MaskWords(record: example.record, className: className(example)).caption(bounds: example.record.attack.bounds)
  }

  private func className(_ example: MaskExample) -> (Int) -> String {
    let names = result.description.victims.first { $0.name == example.victim }?.model.classNames ?? []
    return { names.indices.contains($0) ? names[$0] : "class \($0)" }
  }

  private func pictures(_ example: MaskExample, id: String, keys: [String]?) throws -> Markup {
    guard let references = example.record.arrays, let clean = references.clean else {
      return MissingArrays.note("No arrays were kept for this image, so there are no pictures.")
    }
    do {
      let image = try arrays.array(clean, in: references.shard)
      let changed = try references.adversarial.map { try arrays.array($0, in: references.shard) }
      guard
        let pictures = SegmentationPictures(
          arrays: arrays, bounds: bounds(example), figures: figures, references: references, clean: image,
          adversarial: changed)
      else { return MissingArrays.note("An input of shape \(image.shape) is no picture.") }
      return .fragment(
        [try pictures.markup(id: id, only: keys, inStrip: keys != nil)] + pictures.problems.map(MissingArrays.note))
    } catch let error as ReportError { throw error } catch {
      return MissingArrays.note("The arrays of this image could not be read: \(error)")
    }
  }

  private func bounds(_ example: MaskExample) -> ClosedRange<Float> {
    let bounds = example.record.attack.bounds
    guard bounds.lower.isFinite, bounds.upper.isFinite, bounds.lower <= bounds.upper else { return 0...1 }
    return Float(bounds.lower)...Float(bounds.upper)
  }
}
