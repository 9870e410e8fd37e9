public import Images

extension Mask {
  /// A palette image whose indices are the classes; void pixels get the index after the last class.
  ///
  /// - Parameter colours: one per class, and one more for void if the mask has void pixels.
  /// - Returns: an image that `MaskReader` reads back, with the void index named.
  public func image(colours: [Colour]) -> Image {
    let needed = classCount + (voidCount > 0 ? 1 : 0)
    precondition((needed...256).contains(colours.count), "Mask: \(needed) colours are needed, got \(colours.count)")
    let indices = classes.map { UInt8($0 == Self.void ? Int32(classCount) : $0) }
    return Image(
      width: width, height: height, colour: .palette(Palette(colours: colours)), bytes: indices)
  }
}
