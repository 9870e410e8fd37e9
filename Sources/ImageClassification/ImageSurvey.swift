public import Images

/// What the files of a data set say of their images, all looked at before the first is used.
///
/// Files that cannot be read are no reason to stop here: whoever reads them will say what is wrong with each.
public struct ImageSurvey: Sendable {
  public struct Note: Equatable, Sendable {
    public let words: String
    public internal(set) var count: Int
  }

  public private(set) var imageCount = 0
  /// How the images are stored, and how many so.
  public private(set) var kinds: [Note] = []
  /// What is done to the images or should be known of them, and of how many.
  public private(set) var notes: [Note] = []
  /// The coarsest storage among the images; nil where all hold floating-point numbers.
  public private(set) var fewestLevels: Int?

  /// - Parameters:
  ///   - paths: the files.
  ///   - reader: how they will be read.
  ///   - height: of the network's input.
  ///   - width: of the network's input.
  /// - Throws: `ImageError` when images of another size are among them or channels do not fit, with the first file, how
  ///   many there are and what to do.
  public init(of paths: [String], reader: ImageReader, height: Int, width: Int) throws(ImageError) {
    var misfits: [(path: String, size: SampleGeometry.Size)] = []
    for path in paths {
      guard let stored = try? reader.stored(at: path) else { continue }
      imageCount += 1
      let size = try reader.geometry.size(width: stored.width, height: stored.height, source: path)
      if size != SampleGeometry.Size(width: width, height: height) { misfits.append((path, size)) }
      Self.count(stored.what, in: &kinds)
      for words in stored.notes { Self.count(words, in: &notes) }
      if let words = try reader.conversion(of: stored, source: path) { Self.count(words, in: &notes) }
      if let largest = stored.largestValue { fewestLevels = min(fewestLevels ?? largest, largest) }
    }
    guard let first = misfits.first else { return }
    throw ImageError(
      "the image is \(first.size.width) × \(first.size.height), the model takes \(width) × \(height)"
        + (misfits.count > 1 ? "; \(misfits.count) of \(imageCount) images do not fit" : ""),
      in: first.path, hint: "use --resize \(width)x\(height), or --crop and --pad")
  }

  private static func count(_ words: String, in notes: inout [Note]) {
    if let index = notes.firstIndex(where: { $0.words == words }) {
      notes[index].count += 1
    } else {
      notes.append(Note(words: words, count: 1))
    }
  }
}
