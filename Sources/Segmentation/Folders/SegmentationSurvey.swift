internal import Images

/// What a careful reader should know of the images and masks of a data set, all looked at before the first is used.
///
/// Samples that cannot be read are left out: whoever reads them will say what is wrong with each.
public struct SegmentationSurvey: Sendable {
  private struct Note {
    let words: String
    let firstID: String
    var count = 1
  }

  /// Notes that tell every image from every other, such as the slices of volumes, are not all listed.
  private static let mostNotes = 12

  public private(set) var imageCount = 0
  private var notes: [Note] = []

  public init() {}

  /// Reads every sample once.
  public init(of dataset: SegmentationDataset) {
    for pair in dataset.pairs { if let sample = try? dataset.sample(pair) { add(sample) } }
  }

  public mutating func add(_ sample: SegmentationSample) {
    imageCount += 1
    for words in sample.notes + Self.depth(of: sample.stored) + Self.voidPixels(of: sample.truth) {
      if let index = notes.firstIndex(where: { $0.words == words }) {
        notes[index].count += 1
      } else {
        notes.append(Note(words: words, firstID: sample.id))
      }
    }
  }

  /// What is said of several images first, then what is said of one, each with whom it is about.
  public var sentences: [String] {
    let ordered = notes.filter { $0.count > 1 } + notes.filter { $0.count == 1 }
    let rest = ordered.count - Self.mostNotes
    return ordered.prefix(Self.mostNotes).map { "\(subject(of: $0)): \($0.words)" }
      + (rest > 0 ? ["\(rest) more such notes are left out; 'chaff inspect' shows those of a file."] : [])
  }

  private func subject(of note: Note) -> String {
    if note.count == 1 { return note.firstID }
    return note.count == imageCount
      ? "All \(imageCount) images" : "\(note.count) of \(imageCount) images, the first \(note.firstID)"
  }

  /// Measured values have a window, of which their own notes speak.
  private static func depth(of header: ImageHeader) -> [String] {
    guard header.bitDepth > 8, !header.isMeasured else { return [] }
    return ["stored with \(header.bitDepth) bits a value; answers are rounded to 8 bits, which is coarser"]
  }

  private static func voidPixels(of mask: Mask) -> [String] {
    let count = mask.classes.count { $0 == Mask.void }
    guard count > 0 else { return [] }
    return count == mask.classes.count
      ? ["no pixel of the mask has a class (all are void), so there is nothing to judge"]
      : ["pixels of the mask without a class (void) count in no score"]
  }
}
