/// Sorts the files that fit a `PathPattern` by image, and within an image by class, object or annotator.
struct MaskGathering {
  let pattern: PathPattern
  /// In the order of the classes; empty to take every name that occurs, sorted.
  let classNames: [String]

  struct Result {
    var masks: [String: MaskFiles] = [:]
    /// Paths that belong to no image.
    var strays: [String] = []
    /// Those that belong to one.
    var paths: Set<String> = []
  }

  private struct Claim {
    let path: String
    let id: String
    let name: String
  }

  /// - Throws: `SegmentationError` where a folder cannot be listed, a class has no file at all, or two files claim one
  ///   place.
  func result(under root: String, ids: Set<String>) throws(SegmentationError) -> Result {
    var result = Result()
    var claims: [Claim] = []
    for file in try pattern.files(under: root) {
      if let claim = claim(file.path, file.ways, ids) {
        claims.append(claim)
        result.paths.insert(file.path)
      } else {
        result.strays.append(file.path)
      }
    }
    let names = try self.names(claims, root)
    for (id, own) in Dictionary(grouping: claims, by: \.id) { result.masks[id] = try files(own, names) }
    return result
  }

  /// Of the ways in which a name can be split, that with the longest id that there is: "eye_1_cup" is the cup of
  /// "eye_1", where there is such an image, and not "1_cup" of "eye".
  private func claim(_ path: String, _ ways: [PathPattern.Captures], _ ids: Set<String>) -> Claim? {
    let claims = ways.compactMap { way -> Claim? in
      guard let id = way[.id], ids.contains(id) else { return nil }
      let name = way[.className] ?? way[.annotator] ?? ""
      guard classNames.isEmpty || way[.className] == nil || classNames.contains(name) else { return nil }
      return Claim(path: path, id: id, name: name)
    }
    return claims.max { ($0.id.count, $1.name) < ($1.id.count, $0.name) }
  }

  private func names(_ claims: [Claim], _ root: String) throws(SegmentationError) -> [String] {
    let found = Set(claims.map(\.name))
    guard pattern.holds(.className), !classNames.isEmpty else { return found.sorted() }
    let missing = classNames.filter { !found.contains($0) }
    guard missing.isEmpty else {
      throw SegmentationError(
        "no mask of an image is of the class \(ValueList(missing)) by \(pattern)", in: root,
        hint: "check the names of the classes and the pattern")
    }
    return classNames
  }

  private func files(_ claims: [Claim], _ names: [String]) throws(SegmentationError) -> MaskFiles {
    let paths = claims.map(\.path).sorted()
    if pattern.holds(.className) {
      return .perClass(
        names.map { name in .init(name: name, paths: claims.filter { $0.name == name }.map(\.path).sorted()) })
    }
    if pattern.holds(.annotator) {
      guard Set(claims.map(\.name)).count == claims.count else { throw twice(claims, paths) }
      return .annotators(
        claims.sorted { $0.name < $1.name }.map { .init(annotator: $0.name, path: $0.path) })
    }
    if pattern.holds(.any) { return .perObject(paths) }
    guard paths.count == 1 else { throw twice(claims, paths) }
    return .single(paths[0])
  }

  private func twice(_ claims: [Claim], _ paths: [String]) -> SegmentationError {
    SegmentationError(
      "two files claim one place of sample '\(claims[0].id)': \(ValueList(paths))", in: "\(pattern)",
      hint: "name the extension in the pattern, or use {class}, {annotator} or *")
  }
}
