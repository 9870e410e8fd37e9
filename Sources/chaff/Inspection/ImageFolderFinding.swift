import Images
import Segmentation

/// What a folder of images and masks holds, pair by pair.
struct ImageFolderFinding: Finding {
  static let kind = "imageFolder"
  /// Pairs that are looked at unless all are wanted.
  private static let usualCount = 20

  let imagePattern: String
  let maskPattern: String
  let pairCount: Int
  let readCount: Int
  let imagesWithoutMask: [String]
  let masksWithoutImage: [String]
  let otherFiles: [String]
  /// How many pairs each part of a table has.
  var splits = Tally()
  /// Subjects that are in more than one part.
  let sharedSubjects: [String]
  /// Format, size and colours of the images read.
  var images = Tally()
  /// How the values of the masks read were taken.
  var codings = Tally()
  /// One line for each pair that cannot be used.
  var failures: [String] = []
  /// How far the truths of the first images differ.
  var notes: [String] = []

  init(_ folder: ImageMaskFolder, _ options: InspectionOptions) {
    imagePattern = folder.imagePattern
    maskPattern = folder.maskPattern
    otherFiles = folder.otherFiles
    sharedSubjects = [ImageMaskFolder.Pair].sharedSubjects(of: Array(folder.pairs.splits.values))
    pairCount = folder.pairs.count
    imagesWithoutMask = folder.imagesWithoutMask
    masksWithoutImage = folder.masksWithoutImage
    let pairs = options.readsAll ? folder.pairs : Array(folder.pairs.prefix(Self.usualCount))
    readCount = pairs.count
    for pair in folder.pairs { if let split = pair.split { splits.count(split) } }
    let dataset = options.source.dataset(
      pairs, geometry: SampleGeometry(), maskReader: options.maskReader, channels: .asStored)
    for pair in pairs { read(pair, of: dataset) }
  }

  private mutating func read(_ pair: ImageMaskFolder.Pair, of dataset: SegmentationDataset) {
    do {
      let sample = try dataset.sample(pair)
      images.count(sample.stored.description)
      codings.count(sample.coding.description)
      if !sample.annotations.isEmpty, notes.count < 3, let note = sample.notes.last {
        notes.append("\(sample.id): \(note)")
      }
    } catch { failures.append("\(error)") }
  }

  var title: String { "folder of \(Wording.count(pairCount, "image")) with masks" }

  var problem: String? {
    failures.first.map { failures.count == 1 ? $0 : "\($0) (and \(failures.count - 1) more)" }
  }

  private enum CodingKeys: String, CodingKey {
    case imagePattern, maskPattern, pairCount, readCount, imagesWithoutMask, masksWithoutImage, images, codings
    case failures, otherFiles, splits, sharedSubjects, notes
  }

  var facts: [Fact] {
    var facts = [Fact("images", imagePattern), Fact("masks", maskPattern)]
    facts.add("read", readCount == pairCount ? "all pairs" : "the first \(readCount) pairs; --all reads every one")
    facts.add("found", lines: images.lines)
    facts.add("mask coding", lines: codings.lines)
    facts.add("splits", lines: splits.lines)
    facts.add(
      "subjects", sharedSubjects.isEmpty ? nil : "in more than one split: \(Wording.list(sharedSubjects))")
    facts.add("notes", lines: notes)
    facts.add(
      "other files", otherFiles.isEmpty ? nil : "\(Wording.list(otherFiles)): masks of images that have another")
    facts.add("without mask", imagesWithoutMask.isEmpty ? nil : Wording.list(imagesWithoutMask))
    facts.add("without image", masksWithoutImage.isEmpty ? nil : Wording.list(masksWithoutImage))
    facts.add("unusable", lines: failures)
    return facts
  }
}
