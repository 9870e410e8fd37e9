/// A 5 × 7 bitmap font, drawn for this project: labels in PNG figures that must be readable without the page.
public enum BitmapFont {
  public static let glyphWidth = 5
  public static let glyphHeight = 7
  /// From one character's left edge to the next one's.
  public static let advance = 6

  /// Seven rows from the top, five bits each, the leftmost pixel highest; a box for what the font does not have.
  static func rows(of character: Character) -> [UInt8] {
    let unknown: [UInt8] = [31, 17, 17, 17, 17, 17, 31]
    if let symbol = symbols[character] { return symbol }
    guard let code = character.asciiValue, (32...126).contains(code) else { return unknown }
    let start = (Int(code) - 32) * glyphHeight
    return Array(ascii[start..<start + glyphHeight])
  }

  public static func width(of text: String, scale: Int = 1) -> Int {
    text.isEmpty ? 0 : (text.count * advance - 1) * scale
  }

  private static let symbols: [Character: [UInt8]] = [
    "×": [0, 0, 17, 10, 4, 10, 17], "±": [4, 4, 31, 4, 4, 0, 31], "°": [12, 18, 18, 12, 0, 0, 0],
    "…": [0, 0, 0, 0, 0, 0, 21], "–": [0, 0, 0, 14, 0, 0, 0], "\u{2212}": [0, 0, 0, 31, 0, 0, 0],
    "\u{202F}": [0, 0, 0, 0, 0, 0, 0],
  ]

  private static let ascii: [UInt8] = [
    0, 0, 0, 0, 0, 0, 0,  // space
    4, 4, 4, 4, 4, 0, 4,  // !
    10, 10, 10, 0, 0, 0, 0,  // "
    10, 10, 31, 10, 31, 10, 10,  // #
    4, 15, 20, 14, 5, 30, 4,  // $
    24, 25, 2, 4, 8, 19, 3,  // %
    12, 18, 20, 8, 21, 18, 13,  // &
    4, 4, 8, 0, 0, 0, 0,  // '
    2, 4, 8, 8, 8, 4, 2,  // (
    8, 4, 2, 2, 2, 4, 8,  // )
    0, 4, 21, 14, 21, 4, 0,  // *
    0, 4, 4, 31, 4, 4, 0,  // +
    0, 0, 0, 0, 12, 4, 8,  // ,
    0, 0, 0, 31, 0, 0, 0,  // -
    0, 0, 0, 0, 0, 12, 12,  // .
    1, 1, 2, 4, 8, 16, 16,  // /
    14, 17, 19, 21, 25, 17, 14,  // 0
    4, 12, 4, 4, 4, 4, 14,  // 1
    14, 17, 1, 2, 4, 8, 31,  // 2
    31, 2, 4, 2, 1, 17, 14,  // 3
    2, 6, 10, 18, 31, 2, 2,  // 4
    31, 16, 30, 1, 1, 17, 14,  // 5
    6, 8, 16, 30, 17, 17, 14,  // 6
    31, 1, 2, 4, 8, 8, 8,  // 7
    14, 17, 17, 14, 17, 17, 14,  // 8
    14, 17, 17, 15, 1, 2, 12,  // 9
    0, 12, 12, 0, 12, 12, 0,  // :
    0, 12, 12, 0, 12, 4, 8,  // ;
    2, 4, 8, 16, 8, 4, 2,  // <
    0, 0, 31, 0, 31, 0, 0,  // =
    8, 4, 2, 1, 2, 4, 8,  // >
    14, 17, 1, 2, 4, 0, 4,  // ?
    14, 17, 23, 21, 23, 16, 14,  // @
    4, 10, 17, 17, 31, 17, 17,  // A
    30, 17, 17, 30, 17, 17, 30,  // B
    14, 17, 16, 16, 16, 17, 14,  // C
    28, 18, 17, 17, 17, 18, 28,  // D
    31, 16, 16, 30, 16, 16, 31,  // E
    31, 16, 16, 30, 16, 16, 16,  // F
    14, 17, 16, 23, 17, 17, 15,  // G
    17, 17, 17, 31, 17, 17, 17,  // H
    14, 4, 4, 4, 4, 4, 14,  // I
    7, 2, 2, 2, 2, 18, 12,  // J
    17, 18, 20, 24, 20, 18, 17,  // K
    16, 16, 16, 16, 16, 16, 31,  // L
    17, 27, 21, 21, 17, 17, 17,  // M
    17, 25, 25, 21, 19, 19, 17,  // N
    14, 17, 17, 17, 17, 17, 14,  // O
    30, 17, 17, 30, 16, 16, 16,  // P
    14, 17, 17, 17, 21, 18, 13,  // Q
    30, 17, 17, 30, 20, 18, 17,  // R
    15, 16, 16, 14, 1, 1, 30,  // S
    31, 4, 4, 4, 4, 4, 4,  // T
    17, 17, 17, 17, 17, 17, 14,  // U
    17, 17, 17, 17, 10, 10, 4,  // V
    17, 17, 17, 21, 21, 27, 17,  // W
    17, 17, 10, 4, 10, 17, 17,  // X
    17, 17, 10, 4, 4, 4, 4,  // Y
    31, 1, 2, 4, 8, 16, 31,  // Z
    14, 8, 8, 8, 8, 8, 14,  // [
    16, 16, 8, 4, 2, 1, 1,  // \
    14, 2, 2, 2, 2, 2, 14,  // ]
    4, 10, 17, 0, 0, 0, 0,  // ^
    0, 0, 0, 0, 0, 0, 31,  // _
    8, 4, 2, 0, 0, 0, 0,  // `
    0, 0, 14, 1, 15, 17, 15,  // a
    16, 16, 30, 17, 17, 17, 30,  // b
    0, 0, 14, 17, 16, 17, 14,  // c
    1, 1, 15, 17, 17, 17, 15,  // d
    0, 0, 14, 17, 31, 16, 15,  // e
    6, 9, 8, 28, 8, 8, 8,  // f
    0, 0, 15, 17, 15, 1, 14,  // g
    16, 16, 30, 17, 17, 17, 17,  // h
    4, 0, 12, 4, 4, 4, 14,  // i
    2, 0, 6, 2, 2, 18, 12,  // j
    16, 16, 18, 20, 24, 20, 18,  // k
    12, 4, 4, 4, 4, 4, 14,  // l
    0, 0, 26, 21, 21, 21, 21,  // m
    0, 0, 30, 17, 17, 17, 17,  // n
    0, 0, 14, 17, 17, 17, 14,  // o
    0, 0, 30, 17, 30, 16, 16,  // p
    0, 0, 15, 17, 15, 1, 1,  // q
    0, 0, 22, 25, 16, 16, 16,  // r
    0, 0, 15, 16, 14, 1, 30,  // s
    8, 8, 28, 8, 8, 9, 6,  // t
    0, 0, 17, 17, 17, 17, 15,  // u
    0, 0, 17, 17, 17, 10, 4,  // v
    0, 0, 17, 21, 21, 21, 10,  // w
    0, 0, 17, 10, 4, 10, 17,  // x
    0, 0, 17, 17, 15, 1, 14,  // y
    0, 0, 31, 2, 4, 8, 31,  // z
    2, 4, 4, 8, 4, 4, 2,  // {
    4, 4, 4, 4, 4, 4, 4,  // |
    8, 4, 4, 2, 4, 4, 8,  // }
    0, 0, 8, 21, 2, 0, 0,  // ~
  ]
}

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
