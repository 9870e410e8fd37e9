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

  public var isOpaque: Bool { alphas.allSatisfy { $0 == 255 } }
}
