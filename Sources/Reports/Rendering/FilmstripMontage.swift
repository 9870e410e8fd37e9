import Images
import Tensors

/// A whole filmstrip as one picture: every frame, wrapped into lines, with numbers and words in it, so that it can be
/// read without the page.
public struct FilmstripMontage {
  public let strip: Filmstrip
  public let title: String
  public var framesPerLine = 14

  private let ink = RGB(27, 32, 39), quiet = RGB(82, 92, 105), paper = RGB.white
  private let labelWidth = 26 * BitmapFont.advance
  private let lineHead = 24

  public init(_ strip: Filmstrip, title: String) {
    self.strip = strip
    self.title = title
  }

  public var raster: Raster {
    guard let cell, strip.frameCount > 0 else { return Raster(width: 1, height: 1, fill: paper) }
    let columns = min(framesPerLine, strip.frameCount)
    let lines = (strip.frameCount + columns - 1) / columns
    let lineHeight = lineHead + strip.rows.count * (cell.height + 2) + 14
    let width = max(labelWidth + columns * (cell.width + 2), BitmapFont.width(of: title, scale: 2)) + 16
    var raster = Raster(width: width, height: 40 + lines * lineHeight, fill: paper)
    raster.write(title, x: 8, y: 10, colour: ink, scale: 2)
    for line in 0..<lines {
      let frames = line * columns..<min((line + 1) * columns, strip.frameCount)
      draw(frames, cell, onto: &raster, top: 36 + line * lineHeight)
    }
    return raster
  }

  /// The size of one frame in the picture: small frames are enlarged to about 64 pixels.
  private var cell: (width: Int, height: Int, enlargement: Int)? {
    guard let first = strip.rows.first?.frames.first, first.width > 0, first.height > 0 else { return nil }
    let enlargement = max(1, 64 / max(first.width, first.height))
    return (first.width * enlargement, first.height * enlargement, enlargement)
  }

  private func draw(
    _ frames: Range<Int>, _ cell: (width: Int, height: Int, enlargement: Int), onto raster: inout Raster, top: Int
  ) {
    for (column, frame) in frames.enumerated() {
      let x = 8 + labelWidth + column * (cell.width + 2)
      raster.write("\(frame)", x: x, y: top, colour: ink)
      if strip.kinds.indices.contains(frame) { mark(strip.kinds[frame], x, top + 10, cell.width, &raster) }
      for (index, row) in strip.rows.enumerated() {
        raster.paste(row.frames[frame].enlarged(cell.enlargement), x: x, y: top + lineHead + index * (cell.height + 2))
      }
    }
    for (index, row) in strip.rows.enumerated() {
      let middle = top + lineHead + index * (cell.height + 2) + (cell.height - BitmapFont.glyphHeight) / 2
      raster.write(String(row.label.prefix(25)), x: 8, y: middle, colour: quiet)
    }
  }

  /// A word where it fits, else its first letter.
  private func mark(_ kind: FrameKind, _ x: Int, _ y: Int, _ width: Int, _ raster: inout Raster) {
    let word = kind.rawValue
    let text = BitmapFont.width(of: word) <= width ? word : String(word.prefix(1))
    raster.write(text, x: x, y: y, colour: kind == .action ? ink : quiet)
    if kind == .action { raster.fill(x: x, y: y + 9, width: width, height: 2, with: RGB(201, 154, 46)) }
  }
}
