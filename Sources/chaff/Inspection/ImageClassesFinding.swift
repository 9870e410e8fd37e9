import ImageClassification
import Images

/// What a folder of labelled images holds, class by class.
struct ImageClassesFinding: Finding {
  struct Class: Encodable { let name: String, images: Int }

  static let kind = "imageClasses"
  /// Images that are looked at unless all are wanted.
  private static let usualCount = 20

  let classes: [Class]
  let imageCount: Int
  let readCount: Int
  let table: String?
  let leftOut: [String]
  /// Format, size and colours of the images read.
  var images = Tally()
  /// One line for each image that cannot be read.
  var failures: [String] = []

  /// Reads every image, or some of all classes.
  init(_ folder: LabelledImageFolder, readsAll: Bool) {
    classes = folder.classes.map { Class(name: $0.name, images: $0.images.count) }
    let all = folder.images
    imageCount = all.count
    table = folder.table
    leftOut = folder.leftOut
    let count = readsAll ? all.count : min(all.count, Self.usualCount)
    readCount = count
    for index in 0..<count { read(all[index * all.count / count].path) }
  }

  /// Decodes the image as well: that finds damage which a header does not show.
  private mutating func read(_ path: String) {
    do {
      let stored = try ImageReader(channels: 3).stored(at: path)
      _ = try ImageReader(channels: stored.channels).image(at: path)
      images.count(stored.what)
    } catch { failures.append("\(error)") }
  }

  var title: String {
    "folder of \(Wording.count(imageCount, "image")) in \(classes.count) class\(classes.count == 1 ? "" : "es")"
  }

  var problem: String? {
    failures.first.map { failures.count == 1 ? $0 : "\($0) (and \(failures.count - 1) more)" }
  }

  private enum CodingKeys: String, CodingKey {
    case classes, imageCount, readCount, table, leftOut, images, failures
  }

  var facts: [Fact] {
    var facts = [Fact("classes", Wording.list(classes.map { "\($0.name) \($0.images)" }, limit: 30))]
    facts.add("labels", table)
    facts.add("read", readCount == imageCount ? "all of them" : "\(readCount) of them; --all reads every one")
    facts.add("found", lines: images.lines)
    facts.add("left out", leftOut.isEmpty ? nil : Wording.list(leftOut))
    facts.add("unreadable", lines: failures)
    return facts
  }
}
