internal import Images

/// Words as shapes: the pixels of a bitmap font, each a square.
enum Lettering {
  /// Of the mask's width and height: the middle is what a network that keeps no border answers for.
  static let share = 0.6

  /// Whether the font has every letter, and something is to be seen at all.
  static func canWrite(_ word: String) -> Bool {
    word.contains { $0 != " " } && word.unicodeScalars.allSatisfy { (32...126).contains($0.value) }
  }

  /// The pixels (row, column) of a word in the middle of a mask, as large as fits; nil where it does not fit.
  static func pixels(of word: String, height: Int, width: Int) -> [(row: Int, column: Int)]? {
    let scale = min(
      Int(share * Double(width)) / max(BitmapFont.width(of: word), 1),
      Int(share * Double(height)) / BitmapFont.glyphHeight)
    guard scale >= 1 else { return nil }
    let top = (height - BitmapFont.glyphHeight * scale) / 2
    let left = (width - BitmapFont.width(of: word, scale: scale)) / 2
    return word.enumerated().flatMap { position, letter in
      squares(of: letter).flatMap { square in
        (0..<scale * scale).map { place in
          (
            top + square.row * scale + place / scale,
            left + (position * BitmapFont.advance + square.column) * scale + place % scale
          )
        }
      }
    }
  }

  private static func squares(of letter: Character) -> [(row: Int, column: Int)] {
    BitmapFont.rows(of: letter).enumerated().flatMap { row, bits in
      (0..<BitmapFont.glyphWidth).filter { bits & (16 >> UInt8($0)) != 0 }.map { (row, $0) }
    }
  }
}

extension Mask {
  /// A word in class 1 on background; void pixels stay void.
  ///
  /// - Returns: nil where the mask is too small for it.
  public func writing(_ word: String) -> Mask? {
    guard let pixels = Lettering.pixels(of: word, height: height, width: width) else { return nil }
    var result = classes.map { $0 == Self.void ? Self.void : 0 }
    for (row, column) in pixels where result[row * width + column] != Self.void { result[row * width + column] = 1 }
    return replacingClasses(result)
  }
}
