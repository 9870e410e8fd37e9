public import Evaluation
public import Tensors

/// The page of a universal perturbation: what it does to the images it was found on and to others, and how it looks.
///
/// `report.html` holds everything; `figures/*.png` are its pictures in full size.
public struct UniversalMaskReport {
  /// A held-out image with the perturbation.
  public struct Example {
    let id: String
    let clean: Tensor
    let adversarial: Tensor
    /// `[height, width]` of class numbers each.
    let target: Tensor
    let before: Tensor
    let after: Tensor

    public init(_ sample: SegmentationSample, _ judged: UniversalMaskJudge.Case) {
      (id, clean, adversarial) = (judged.image.id, sample.input, judged.adversarial)
      (target, before, after) = (sample.target.tensor, judged.before.tensor, judged.after.tensor)
    }
  }

  public let result: UniversalMaskResult
  public let perturbation: Tensor
  public let examples: [Example]

  public init(result: UniversalMaskResult, perturbation: Tensor, examples: [Example]) {
    (self.result, self.perturbation, self.examples) = (result, perturbation, examples)
  }

  /// What is measured of each part, in the order of the table.
  public static func measures(
    _ result: UniversalMaskResult
  ) -> [(name: String, values: KeyPath<UniversalMaskPart, Quartiles>)] {
    let mask = result.goalMask.words
    return [
      ("IoU to \(mask), before", \.iouToTargetBefore), ("IoU to \(mask), after", \.iouToTargetAfter),
      ("IoU to \(mask), random change", \.iouToTargetRandom),
      ("pixels as in \(mask), before", \.pixelsBefore), ("pixels as in \(mask), after", \.pixelsAfter),
      ("pixels as in \(mask), random change", \.pixelsRandom),
      ("Dice to the truth, before", \.diceToTruthBefore), ("Dice to the truth, after", \.diceToTruthAfter),
    ]
  }

  /// The perturbation for the eye: grey is no change, the largest change is as far from it as can be.
  public static func picture(of perturbation: Tensor) -> Raster {
    let limit = max(ImageRendering.largestMagnitude(of: [perturbation]), .leastNormalMagnitude)
    return ImageRendering.photograph(perturbation, bounds: -limit...limit)
  }

  /// Builds the report in `folder` and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder) { output in try output.write(page(output.figures)) }
  }

  private func page(_ figures: FigureFolder) throws -> Page {
    let exhibits = Exhibits(figures)
    return Page(
      title: "One perturbation for many images",
      eyebrow: "Chaff universal perturbation report",
      subtitle: PageFrame.subtitle(
        [
          .name(result.model.file), " on ", .name(result.data.folder),
          .text(
            ", found on \(Numeral.count(result.foundOn.images.count, "image")), tried on "
              + "\(Numeral.count(result.heldOut.images.count, "other"))"),
        ], started: result.created),
      opening: CaveatBox(items: caveats).markup,
      sections: [
        Page.Section(id: "result", title: "What it does", content: table(exhibits)),
        Page.Section(id: "perturbation", title: "The perturbation", content: try pattern(exhibits)),
        Page.Section(id: "examples", title: "On held-out images", content: try pictures(exhibits)),
        Page.Section(id: "images", title: "Image by image", content: imageTable(exhibits)),
        Page.Section(
          id: "settings", title: "Settings and provenance",
          content: .fragment([
            Provenance.settings(result.settings), .tag("h3", "Command"), Provenance.command(result.commandLine),
          ])),
      ], closing: closing)
  }

  private var caveats: [Markup] {
    result.caveats.map { .text($0) }
      + (result.leftOut.isEmpty
        ? []
        : [
          .text(
            "Left out: \(result.leftOut.map(\.id).joined(separator: ", ")): \(result.leftOut[0].reason).")
        ])
  }

  private var closing: Markup {
    .fragment([
      PageFrame.files([
        .figures("every picture in full size"),
        .data("perturbation.npy", "summary.json"),
      ]),
      .tag(
        "p",
        "Success is counted only when a fresh forward pass of the image with the perturbation reaches the goal and the image "
          + "passes its audit. The random change is as large as the perturbation may be, and the same for every image."),
    ])
  }
}

// MARK: - Sections

extension UniversalMaskReport {
  private func table(_ exhibits: Exhibits) -> Markup {
    let parts = [result.foundOn, result.heldOut]
    func row(_ name: String, _ cell: (UniversalMaskPart) -> Markup) -> [Markup] { [.text(name)] + parts.map(cell) }
    let rows: [[Markup]] =
      [
        row("Images") { .text(Numeral.count($0.images.count)) },
        row("Successes, of those whose goal was not reached before") {
          .text("\($0.successes.count) of \($0.successes.total)")
        },
      ] + storageRows
      + Self.measures(result).map { measure in
        row(measure.name.prefix(1).uppercased() + measure.name.dropFirst()) {
          MaskCells.score($0[keyPath: measure.values])
        }
      }
    return exhibits.table(
      "One perturbation on the images it was found on and on others: medians with quartiles. Success is "
        + "\(result.criterion)", [.text("Measure"), .number("Found on"), .number("Held out")], rows)
  }

  /// What is left of the successes once the images were saved.
  private var storageRows: [[Markup]] {
    let parts = [result.foundOn.storage, result.heldOut.storage]
    func cell(_ rows: [StorageRow], _ name: String) -> Markup {
      let share = rows.first { $0.name == name }?.successRate
      return .text(share.map { "\($0.count) of \($0.total)" } ?? Numeral.missing)
    }
    let forms = parts.first { !$0.isEmpty } ?? []
    return forms.map { form in
      [Markup.text("Successes saved as \(form.name)")] + parts.map { cell($0, form.name) }
    }
  }

  private func pattern(_ exhibits: Exhibits) throws -> Markup {
    let found = result.perturbation
    let words =
      "The change of every image, amplified until the largest is black or white; grey is no change. L2 "
      + "\(Numeral.significant(found.l2)), L∞ \(Numeral.level(found.linf)), from step \(found.bestStep) of "
      + "\(max(found.course.count - 1, 0))."
    return try .tag("div", ["class": "pictures"]) {
      try figure(Self.picture(of: perturbation), "perturbation", "Perturbation", words, exhibits)
    }
  }

  private func pictures(_ exhibits: Exhibits) throws -> Markup {
    let bounds = Float(result.model.bounds.lower)...Float(result.model.bounds.upper)
    return try .fragment(
      examples.enumerated().map { index, example in
        let (before, after) = (
          ImageRendering.photograph(example.clean, bounds: bounds),
          ImageRendering.photograph(example.adversarial, bounds: bounds)
        )
        func overlay(_ map: Tensor, on picture: Raster) -> Raster {
          let framing = MaskFraming(image: (picture.height, picture.width), mask: (map.shape[0], map.shape[1]))
          return ImageRendering.overlaying(map, on: framing.framed(picture, mask: (map.shape[0], map.shape[1])))
        }
        let wanted = result.goalMask == .target ? "Target" : "Mask to be lost"
        return try .fragment([
          .tag("h3") { Markup.name(example.id) },
          .tag("div", ["class": "pictures"]) {
            try figure(overlay(example.target, on: before), "\(index)-target", wanted, "on the clean image", exhibits)
            try figure(
              overlay(example.before, on: before), "\(index)-before", "Prediction before", "of the clean image",
              exhibits)
            try figure(
              overlay(example.after, on: after), "\(index)-after", "Prediction after", "of the image as changed",
              exhibits
            )
          },
        ])
      })
  }

  private func figure(
    _ raster: Raster, _ name: String, _ title: String, _ detail: String, _ exhibits: Exhibits
  ) throws -> Markup {
    try exhibits.save(raster, as: name)
    let address = try FigureFolder.address(of: raster.shrunk(toFit: SegmentationPictures.pageLimit))
    return .tag("figure") {
      Markup.tag(
        "img",
        [
          "src": address, "alt": "\(title): \(detail)", "width": "\(raster.width)", "height": "\(raster.height)",
          "class": max(raster.width, raster.height) < 200 ? "pixels" : nil,
        ])
      Markup.tag("figcaption") {
        Markup.tag("strong", title)
        ", \(detail)"
      }
    }
  }

  private func imageTable(_ exhibits: Exhibits) -> Markup {
    func rows(_ part: UniversalMaskPart) -> [[Markup]] {
      part.images.map { image in
        [
          .name(image.id), .text(image.reachedBefore ? "reached before" : image.succeeded ? "yes" : "no"),
          MaskCells.number(image.toTarget.before.meanIoU), MaskCells.number(image.toTarget.after.meanIoU),
          MaskCells.number(image.toTarget.after.pixelAccuracy),
          .text(Numeral.fixed(image.toTruth?.before.meanDice, places: 3)),
          .text(Numeral.fixed(image.toTruth?.after.meanDice, places: 3)), .text(Numeral.level(image.size.linf)),
        ]
      }
    }
    let mask = result.goalMask.words
    return exhibits.table(
      "Every image, with IoU and pixels as in \(mask) and Dice to the truth",
      [
        .text("Image"), .text("Success"), .number("IoU before"), .number("IoU after"), .number("Pixels after"),
        .number("Dice before"), .number("Dice after"), .number("L∞"),
      ], groups: [("Found on", rows(result.foundOn)), ("Held out", rows(result.heldOut))])
  }
}
