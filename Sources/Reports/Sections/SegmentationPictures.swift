import Evaluation
import Tensors

/// The pictures of one image before and after one attack.
struct SegmentationPictures {
  struct Picture {
    /// Part of the figure's file name.
    let key: String
    let title: String
    let detail: String
    let raster: Raster
  }

  let arrays: any ArrayLoading
  let bounds: ClosedRange<Float>
  let figures: FigureFolder
  let references: ArrayReferences
  let clean: Tensor
  let adversarial: Tensor?
  private(set) var problems: [String] = []
  private var maps: [String: Tensor] = [:]

  /// The longest side of a picture on the page; the saved figure keeps every pixel.
  static let pageLimit = 448

  /// Nil when the input is no image.
  init?(context: ReportContext, references: ArrayReferences, clean: Tensor, adversarial: Tensor?) {
    self.init(
      arrays: context.arrays, bounds: context.bounds, figures: context.figures, references: references, clean: clean,
      adversarial: adversarial)
  }

  init?(
    arrays: any ArrayLoading, bounds: ClosedRange<Float>, figures: FigureFolder, references: ArrayReferences,
    clean: Tensor, adversarial: Tensor?
  ) {
    guard clean.rank == 2 || clean.rank == 3, clean.count > 0 else { return nil }
    (self.arrays, self.bounds, self.figures) = (arrays, bounds, figures)
    self.references = references
    self.clean = clean
    self.adversarial = adversarial?.shape == clean.shape ? adversarial : nil
    if adversarial != nil, self.adversarial == nil {
      problems.append("The adversarial image’s shape is not the clean one’s, so it is not shown.")
    }
    load(references)
  }

  private mutating func load(_ references: ArrayReferences) {
    for (key, path) in [
      ("truth", references.truth), ("target", references.target), ("prediction-before", references.predictionBefore),
      ("prediction-after", references.predictionAfter), ("heat-before", references.heatBefore),
      ("heat-after", references.heatAfter),
    ] {
      guard let path else { continue }
      do {
        let map = try arrays.array(path, in: references.shard)
        if map.rank == 2, map.count > 0 {
          maps[key] = map
        } else {
          problems.append("“\(path)” has the shape \(map.shape), which is no picture.")
        }
      } catch {
        problems.append("“\(path)” could not be read: \(error)")
      }
    }
  }

  /// In rows of three: what there was, what was wanted; what was given, what was seen.
  var pictures: [Picture] {
    let before = ImageRendering.photograph(clean, bounds: bounds)
    let after = adversarial.map { ImageRendering.photograph($0, bounds: bounds) }
    return [
      Picture(key: "image", title: "Image", detail: "as the network gets it", raster: before),
      overlay("truth", "Truth", on: before), targetIsAnother ? overlay("target", "Target", on: before) : nil,
      after.map {
        Picture(key: "adversarial", title: "Adversarial image", detail: "what the attacker made", raster: $0)
      },
      overlay("prediction-before", "Prediction before", on: before),
      overlay("prediction-after", "Prediction after", on: after ?? before), perturbation,
      heat("heat-before", "Grad-CAM before", on: before), heat("heat-after", "Grad-CAM after", on: after ?? before),
    ].compactMap(\.self)
  }

  /// The mask of an untargeted attack is the truth or the prediction before, which are shown anyway.
  private var targetIsAnother: Bool {
    guard let target = maps["target"] else { return false }
    return target != maps["truth"] && target != maps["prediction-before"]
  }

  private func overlay(_ key: String, _ title: String, on picture: Raster) -> Picture? {
    guard let map = maps[key] else { return nil }
    let size = (height: map.shape[0], width: map.shape[1])
    let framing = MaskFraming(image: (picture.height, picture.width), mask: size)
    return Picture(
      key: key, title: title, detail: framing.words ?? "tinted and outlined by class",
      raster: ImageRendering.overlaying(map, on: framing.framed(picture, mask: size)))
  }

  private func heat(_ key: String, _ title: String, on picture: Raster) -> Picture? {
    guard let map = maps[key] else { return nil }
    let largest = max(ImageRendering.finiteRange(of: [map]).upperBound, 0)
    return Picture(
      key: key, title: title, detail: "dark 0, light \(Numeral.significant(largest)); laid over the image",
      raster: ImageRendering.overlaying(heat: map, limit: largest, on: picture))
  }

  private var perturbation: Picture? {
    guard let adversarial else { return nil }
    let plane = ImageRendering.largestDifference(adversarial, from: clean)
    let limit = ImageRendering.largestMagnitude(of: [plane])
    let span = bounds.upperBound - bounds.lowerBound
    let words =
      limit > 0 && span > 0
      ? "signed, amplified \(Numeral.significant(span / limit)) times: blue \(Numeral.significant(-limit)), rust "
        + "+\(Numeral.significant(limit)); the channel that changed most"
      : "nothing was changed"
    return Picture(
      key: "perturbation", title: "Perturbation", detail: words, raster: ImageRendering.signed(plane, limit: limit))
  }

  /// The pictures for the page, or those of `keys`, in rows of three or in one strip; each is also saved in full size as
  /// `<id>-<key>.png`.
  func markup(id: String, only keys: [String]? = nil, inStrip: Bool = false) throws -> Markup {
    let pictures =
      keys.map { keys in keys.compactMap { key in self.pictures.first { $0.key == key } } } ?? self.pictures
    return try .tag("div", ["class": inStrip ? "pictures strip" : "pictures"]) {
      try pictures.map { picture in
        try figures.save(picture.raster, as: "\(id)-\(picture.key)")
        let address = try FigureFolder.address(of: picture.raster.shrunk(toFit: Self.pageLimit))
        return Markup.tag("figure") {
          Markup.tag(
            "img",
            [
              "src": address, "alt": "\(picture.title): \(picture.detail)", "width": "\(picture.raster.width)",
              "height": "\(picture.raster.height)",
              "class": max(picture.raster.width, picture.raster.height) < 200 ? "pixels" : nil,
            ])
          Markup.tag("figcaption") {
            Markup.tag("strong", picture.title)
            if !inStrip { ", \(picture.detail)" }
          }
        }
      }
    }
  }
}
