internal import Foundation

extension SplitTable {
  /// The pairs of a folder with the split and the subject that the table gives them; what it does not name is left out.
  ///
  /// - Throws: `SegmentationError` for an image of the table that the folder does not have, or that it names twice.
  public func applied(to folder: ImageMaskFolder) throws(SegmentationError) -> ImageMaskFolder {
    var byName: [String: Int] = [:]
    for (place, pair) in folder.pairs.enumerated() {
      for name in Self.names(of: pair, root: folder.root) { byName[name] = place }
    }
    var found: [Int: Row] = [:]
    for row in rows {
      guard let place = byName[Self.normalised(row.image)] else {
        throw SegmentationError(
          "the table names '\(row.image)', which is no image with a mask below \(folder.root)", in: path,
          hint: "name images by their path, file name or id, such as '\(folder.pairs.first?.id ?? "")'")
      }
      guard found.updateValue(row, forKey: place) == nil else {
        throw SegmentationError("the table names '\(row.image)' twice", in: path, hint: "leave one of the lines out")
      }
    }
    var folder = folder
    folder.pairs = folder.pairs.enumerated().compactMap { place, pair in
      guard let row = found[place] else { return nil }
      var pair = pair
      (pair.split, pair.subject) = (row.split, row.subject)
      return pair
    }
    return folder
  }

  /// The pairs that the table itself names, below `root`; ids are the images' names without folder and extension, or
  /// with the folders where names repeat.
  ///
  /// - Throws: `SegmentationError` where a line has no mask, an image occurs twice, or a file is not there.
  public func folder(at root: String) throws(SegmentationError) -> ImageMaskFolder {
    let stems = rows.map { Self.stem(($0.image as NSString).lastPathComponent) }
    let areUnique = Set(stems).count == stems.count
    var pairs: [ImageMaskFolder.Pair] = []
    for (row, stem) in zip(rows, stems) {
      guard let mask = row.mask else {
        throw SegmentationError("'\(row.image)' has no mask", in: path, hint: "fill the column, or leave the line out")
      }
      let id = areUnique ? stem : Self.stem(Self.normalised(row.image)).replacingOccurrences(of: "/", with: "-")
      var pair = ImageMaskFolder.Pair(
        id: id, imagePath: try existing(row.image, root), maskPath: try existing(mask, root))
      (pair.split, pair.subject) = (row.split, row.subject)
      pairs.append(pair)
    }
    guard Set(pairs.map(\.id)).count == pairs.count else {
      throw SegmentationError("the table names an image twice", in: path, hint: "leave one of the lines out")
    }
    return try ImageMaskFolder(root: root, table: path, pairs: pairs)
  }

  /// Whether the table says itself which mask belongs to which image.
  public var namesMasks: Bool { rows.contains { $0.mask != nil } }

  private func existing(_ file: String, _ root: String) throws(SegmentationError) -> String {
    let whole = file.hasPrefix("/") ? file : "\(root)/\(Self.normalised(file))"
    guard FileManager.default.fileExists(atPath: whole) else {
      throw SegmentationError("the table names '\(file)', which is not there", in: path, hint: "looked for \(whole)")
    }
    return whole
  }

  private static func names(of pair: ImageMaskFolder.Pair, root: String) -> [String] {
    let path = pair.imagePath
    let below = path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    return [pair.id, path, below, (path as NSString).lastPathComponent]
  }

  private static func normalised(_ file: String) -> String {
    let file = file.replacingOccurrences(of: "\\", with: "/")
    return file.hasPrefix("./") ? String(file.dropFirst(2)) : file
  }

  private static func stem(_ name: String) -> String { FilePattern.imageStem(of: name) ?? name }
}

extension ImageMaskFolder {
  /// Pairs that a table says.
  init(root: String, table: String, pairs: [Pair]) throws(SegmentationError) {
    try self.init(
      root: root, images: (table, Dictionary(pairs.map { ($0.id, $0.imagePath) }) { first, _ in first }),
      masks: (table, Dictionary(pairs.map { ($0.id, $0.masks) }) { first, _ in first }), maskPaths: [], strays: [])
    // In the order of the table, with what else it says.
    self.pairs = pairs
  }
}

extension [ImageMaskFolder.Pair] {
  /// Subjects that occur in more than one of several parts of the data: what is measured on one was seen in another.
  ///
  /// Slices of one volume are of one subject, also where no table says so.
  public static func sharedSubjects(of parts: [[ImageMaskFolder.Pair]]) -> [String] {
    var counts: [String: Int] = [:]
    for part in parts { for subject in Set(part.compactMap(\.subject)) { counts[subject, default: 0] += 1 } }
    return counts.filter { $0.value > 1 }.keys.sorted()
  }

  /// The parts that a table makes of them, by name.
  public var splits: [String: [ImageMaskFolder.Pair]] {
    Dictionary(grouping: filter { $0.split != nil }) { $0.split ?? "" }
  }
}
