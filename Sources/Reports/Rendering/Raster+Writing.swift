import Images

extension Raster {
  /// Writes `text` with its top left corner at (x, y), each of the font's pixels a square of `scale` pixels.
  public mutating func write(_ text: String, x: Int, y: Int, colour: RGB, scale: Int = 1) {
    for (position, character) in text.enumerated() {
      let left = x + position * BitmapFont.advance * scale
      for (row, bits) in BitmapFont.rows(of: character).enumerated() {
        for column in 0..<BitmapFont.glyphWidth where bits & (16 >> UInt8(column)) != 0 {
          fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, with: colour)
        }
      }
    }
  }
}
