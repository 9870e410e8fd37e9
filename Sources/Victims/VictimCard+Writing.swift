internal import Foundation
internal import Tensors

extension VictimCard {
  /// The card as text from which the same card is read again.
  ///
  /// - Parameter path: where the card will lie; a model in the same folder, or below it, is named from there.
  /// - Returns: YAML, a line for each fact that is known.
  public func yaml(besides path: String) -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let isNear = modelPath.hasPrefix(folder + "/")
    var lines = ["model: \(Self.quoted(isNear ? String(modelPath.dropFirst(folder.count + 1)) : modelPath))"]
    func add(_ key: String, _ value: String?) {
      if let value { lines.append("\(key): \(value)") }
    }
    add("task", task?.rawValue)
    add("axes", axes.map { Self.list($0.map { Self.quoted($0.rawValue) }) })
    add("shape", shape.map(Self.list))
    add("transform", transform.isEmpty ? nil : Self.list(transform.map(Self.quoted)))
    add("bounds", bounds.map { Self.list([$0.lowerBound, $0.upperBound]) })
    add("classes", classNames.map { Self.list($0.map(Self.quoted)) })
    add("mean", mean.map(Self.list))
    add("deviation", deviation.map(Self.list))
    add("frames", frames.map(String.init))
    add("padding", padding.map(Self.quoted))
    add("cropping", cropping.map(Self.quoted))
    add("crop-to-action", cropToAction.map { "\($0)" })
    add("action-from", actionFrom.map(Self.quoted))
    add("channels", channels.map(Self.list))
    add("crop", crop.map(Self.list))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list<Element>(_ elements: [Element]) -> String {
    "[\(elements.map { "\($0)" }.joined(separator: ", "))]"
  }

  /// In single quotes only the quote itself has a meaning.
  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
