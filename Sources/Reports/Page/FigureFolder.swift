import Foundation

/// Where figures are saved while the page that shows them is being put together.
final class FigureFolder {
  /// Nil for a page that comes without files beside it.
  private let folder: URL?

  init(_ folder: URL?) throws {
    self.folder = folder
    if let folder { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  }

  /// Whether figures are files as well as pictures of the page.
  var isSaved: Bool { folder != nil }

  /// Saves a chart as SVG at its wide size, and gives it for the page at both sizes: style decides which is seen.
  func chart(caption: Markup? = nil, _ drawing: (_ width: Double) -> Drawing) throws -> Markup {
    let wide = drawing(720), narrow = drawing(360)
    if let folder { try Data(wide.standalone.utf8).write(to: folder.appendingPathComponent(wide.id + ".svg")) }
    return .tag("figure") {
      wide.inlined(class: "chart wide")
      narrow.inlined(class: "chart narrow")
      if let caption { Markup.tag("figcaption") { caption } }
    }
  }

  /// Saves a picture under `name`.
  func save(_ raster: Raster, as name: String) throws {
    guard let folder else { return }
    try Data(try raster.pngBytes()).write(to: folder.appendingPathComponent(name + ".png"))
  }

  /// The picture's bytes as an address for `img`.
  static func address(of raster: Raster) throws -> String {
    "data:image/png;base64," + Data(try raster.pngBytes()).base64EncodedString()
  }
}
