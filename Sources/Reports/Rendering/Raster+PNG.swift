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
    var places: [RGB: UInt8] = [:]
    var colours: [Images.Colour] = []
    var indices: [UInt8] = []
    indices.reserveCapacity(width * height)
    var last = (pixel: RGB.black, place: UInt8?.none)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let pixel = RGB(bytes[start], bytes[start + 1], bytes[start + 2])
      if pixel != last.pixel || last.place == nil { last = (pixel, places[pixel]) }
      if let place = last.place {
        indices.append(place)
        continue
      }
      guard let place = UInt8(exactly: colours.count) else { return nil }
      places[pixel] = place
      last.place = place
      colours.append(Images.Colour(red: pixel.red, green: pixel.green, blue: pixel.blue))
      indices.append(place)
    }
    return (colours, indices)
  }
}
