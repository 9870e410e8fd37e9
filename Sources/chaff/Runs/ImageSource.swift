import Evaluation
import ImageClassification
import Radar
import Tensors
import Victims

/// Labelled images as samples to attack, read one at a time.
struct ImageSource: LabelledData {
  let classNames: [String]
  let found: Int
  let entries: [LabelledEntry]
  let sharedPaths: [String]
  let first: ClassificationSample
  let format: String
  let caveats: [String]
  let reader: ImageInputReader
  private let fewestLevels: Int?
  private let region: RegionResolving

  /// - Throws: what is wrong with the folder or with its images as a whole (sizes, channels); what is wrong with the first
  ///   image when none can be used.
  init(_ options: ImageOptions, _ loaded: LoadedModel, region: String = "all", seed: UInt64 = 0) throws {
    let folder = try options.folder(loaded)
    let images = try folder.images(options.selection)
    let reader = try ImageInputReader(loaded, geometry: options.geometry)
    let survey = try ImageSurvey(
      of: images.map(\.path), reader: reader.files, height: reader.layout.height, width: reader.layout.width)
    self.reader = reader
    self.region = try RegionResolving(region, seed: seed)
    entries = images.map { LabelledEntry(id: $0.id, path: $0.path, classIndex: $0.classIndex) }
    classNames = folder.classes.map(\.name)
    found = folder.images.count
    sharedPaths = folder.table.map { [$0] } ?? []
    format = folder.table == nil ? "images in class folders" : "images with a table of labels"
    first = try Self.firstUsable(entries, reader)
    fewestLevels = survey.fewestLevels
    let words = ImageCaveats(
      folder: folder, images: images, survey: survey, layout: reader.layout, card: loaded.card)
    caveats = words.sentences + [try options.selection.caveat].compactMap { $0 }
  }

  private static func firstUsable(_ entries: [LabelledEntry], _ reader: ImageInputReader) throws
    -> ClassificationSample
  {
    var failure: (any Error)?
    for entry in entries {
      do {
        return ClassificationSample(input: try reader.input(at: entry.path), label: entry.classIndex)
      } catch let error as ScaledTwice {
        throw error
      } catch { failure = failure ?? error }
    }
    throw failure ?? NoImages()
  }

  func load(_ index: Int) throws -> ClassificationSample {
    let entry = entries[index]
    let input = try reader.input(at: entry.path)
    var sample = ClassificationSample(
      input: input, label: entry.classIndex,
      region: try region.region(shape: input.shape, axes: axes, clean: input, sample: entry.id))
    sample.id = entry.id
    return sample
  }
}

// MARK: - What it is to a run

extension ImageSource {
  var task: RunTask { .image }
  var axes: [Axis] { reader.layout.axes }

  var roundingObstacle: String? {
    if fewestLevels == nil { return "all images are arrays of floating-point numbers, which are stored as they are" }
    return reader.roundingObstacle
  }

  /// To the coarsest storage among the images: what survives it survives in every one of them.
  var rounding: StorageRounding? {
    guard let fewestLevels, roundingObstacle == nil else { return nil }
    return reader.rounding(levels: fewestLevels)
  }
}

/// What must be known of labelled images before a result on them is believed.
struct ImageCaveats {
  let folder: LabelledImageFolder
  let images: [LabelledImage]
  let survey: ImageSurvey
  let layout: ImageLayout
  let card: VictimCard

  var sentences: [String] {
    conversions + [axes, order, missing, leftOut].compactMap { $0 }
  }

  private var conversions: [String] {
    survey.notes.map { note in
      let share = note.count == survey.imageCount ? "All images" : "\(note.count) of \(survey.imageCount) images"
      return "\(share): \(note.words)."
    }
  }

  private var axes: String? {
    guard layout.isAssumed else { return nil }
    return "The model's axes were not stated; \(layout.axes.map(\.rawValue).joined(separator: ", ")) were taken."
  }

  private var order: String? {
    guard card.classNames == nil else { return nil }
    return
      "Class names were not stated; the \(folder.table == nil ? "folders" : "labels") were taken for the classes in "
      + "this order: \(Wording.list(folder.classes.map(\.name), limit: 30))."
  }

  private var missing: String? {
    let present = Set(images.map(\.classIndex))
    let absent = folder.classes.indices.filter { !present.contains($0) }.map { folder.classes[$0].name }
    guard !absent.isEmpty else { return nil }
    return "No image is of \(Wording.list(absent, limit: 12)): the results say nothing about them."
  }

  private var leftOut: String? {
    guard !folder.leftOut.isEmpty else { return nil }
    return "Left out, because only PNG, JPEG, TIFF, DICOM and NPY are read: \(Wording.list(folder.leftOut, limit: 5))."
  }
}
