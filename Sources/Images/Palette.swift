/// The colours of an indexed image.
public struct Palette: Sendable, Hashable {
  public let colours: [Colour]
  /// One per colour, 255 is opaque.
  public let alphas: [UInt8]

  public init(colours: [Colour], alphas: [UInt8]? = nil) {
    precondition(colours.count <= 256, "Palette: \(colours.count) colours, at most 256 fit")
    precondition(alphas == nil || alphas?.count == colours.count, "Palette: one alpha per colour is wanted")
    self.colours = colours
    self.alphas = alphas ?? [UInt8](repeating: 255, count: colours.count)
  }

  /// From the codecs' tables: red, green, blue, alpha of each entry.
  init(entries: [UInt8], count: Int) {
    let colours = (0..<count).map {
      Colour(red: entries[4 * $0], green: entries[4 * $0 + 1], blue: entries[4 * $0 + 2])
    }
    self.init(colours: colours, alphas: (0..<count).map { entries[4 * $0 + 3] })
  }

  public var isOpaque: Bool { alphas.allSatisfy { $0 == 255 } }
}
