internal import Images

extension Raster {
  /// The picture as a PNG file: with a palette where 256 colours do, which makes colour maps a third of the size.
  public func pngBytes() throws -> [UInt8] {
    guard let (colours, indices) = indexed else {
      return try Image(width: width, height: height, colour: .rgb, bytes: bytes).pngBytes()
    }
    return try Image(width: width, height: height, colour: .palette(Palette(colours: colours)), bytes: indices)
      .pngBytes()
  }

  /// The distinct colours in order of appearance and each pixel's place among them; nil for more than 256.
  private var indexed: (colours: [Images.Colour], indices: [UInt8])? {
    var places: [UInt32: UInt8] = [:]
    var colours: [Images.Colour] = []
    var indices = [UInt8](repeating: 0, count: width * height)
    var lastPixel: UInt32?
    var place: UInt8 = 0
    for index in 0..<indices.count {
      let (red, green, blue) = (bytes[3 * index], bytes[3 * index + 1], bytes[3 * index + 2])
      let pixel = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
      if pixel != lastPixel {
        lastPixel = pixel
        guard let known = places[pixel] ?? UInt8(exactly: colours.count) else { return nil }
        place = known
        if places.updateValue(place, forKey: pixel) == nil {
          colours.append(Images.Colour(red: red, green: green, blue: blue))
        }
      }
      indices[index] = place
    }
    return (colours, indices)
  }
}
