internal import Images
internal import Radar

/// Puts labelled images into the order of a model's outputs.
struct ClassSorter {
  /// The folder or table, for messages.
  let place: String
  let isTable: Bool
  /// In the order of the outputs; nil where the labels are all that is known.
  let classNames: [String]?
  let only: Set<String>?

  func classes(_ images: [UnsortedImage]) throws(ImageError) -> [ImageClass] {
    let labels = Set(images.map(\.label)).sorted(by: NaturalOrder.precedes)
    let names = classNames ?? labels
    var places: [String: Int] = [:]
    var strangers: [String] = []
    for label in labels {
      if let index = index(of: label, among: names) { places[label] = index } else { strangers.append(label) }
    }
    if let only {
      try check(only, names)
      strangers = []
    }
    guard strangers.isEmpty, !places.isEmpty else { throw unknown(strangers, names, images) }
    return try sorted(images, names, places)
  }

  private func sorted(
    _ images: [UnsortedImage], _ names: [String], _ places: [String: Int]
  ) throws(ImageError) -> [ImageClass] {
    var members = [[LabelledImage]](repeating: [], count: names.count)
    var ids: Set<String> = []
    for image in images {
      guard let index = places[image.label], only?.contains(names[index]) ?? true else { continue }
      guard ids.insert(image.id).inserted else {
        throw ImageError(
          "'\(image.id)' is there twice\(image.line.map { ", again in line \($0)" } ?? "")", in: place,
          hint: "list every image once")
      }
      members[index].append(
        LabelledImage(
          id: image.id, path: image.path, classIndex: index, className: names[index], subject: image.subject))
    }
    guard members.contains(where: { !$0.isEmpty }) else {
      throw ImageError("there are no images of the classes wanted", in: place, hint: "check --only")
    }
    return zip(names, members).map { ImageClass(name: $0, images: $1) }
  }

  /// By name; in a table also by number, as many are written.
  private func index(of label: String, among names: [String]) -> Int? {
    if let index = names.firstIndex(of: label) { return index }
    guard isTable, let number = Int(label), names.indices.contains(number) else { return nil }
    return number
  }

  private func check(_ only: Set<String>, _ names: [String]) throws(ImageError) {
    let unknown = only.subtracting(names).sorted(by: NaturalOrder.precedes)
    guard let first = unknown.first else { return }
    throw ImageError(
      "there is no class '\(first)'; there are \(Self.list(names))", in: place, hint: "correct --only")
  }

  private func unknown(_ strangers: [String], _ names: [String], _ images: [UnsortedImage]) -> ImageError {
    guard !strangers.isEmpty else {
      return ImageError("there are no images", in: place, hint: "add the images of the classes")
    }
    let line = images.first { $0.label == strangers[0] }?.line.map { " (line \($0))" } ?? ""
    let what = isTable ? "label" : "folder"
    return ImageError(
      "the \(what)\(strangers.count == 1 ? "" : "s") \(Self.list(strangers))\(line) "
        + "\(strangers.count == 1 ? "is none" : "are none") of the model's classes, which are \(Self.list(names))",
      in: place, hint: "rename the \(what)s, correct the classes of the model's card, or choose classes with --only")
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
  }
}
