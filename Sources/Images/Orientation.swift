internal import Tensors

/// How a stored image must be turned or mirrored to stand upright (Exif 2.32, tag 0x0112).
public enum Orientation: Int, Sendable, Hashable {
  case upright = 1, mirrored, upsideDown, upsideDownMirrored, transposed, turnedLeft, transverse, turnedRight

  /// The width and height of the upright image are swapped against the stored ones.
  public var swapsAxes: Bool { rawValue >= 5 }

  var note: String {
    "EXIF orientation \(rawValue): viewers turn this image, here it is taken as stored (as Pillow and PyTorch do)"
  }

  /// Pillow turns TIFF images on reading, tifffile does not.
  var tiffNote: String {
    "TIFF orientation \(rawValue): viewers and Pillow turn this image, here it is taken as stored (as tifffile does)"
  }

  /// The stored position (row, column) of the upright pixel (row, column); the stored image is `height` × `width`.
  func source(row: Int, column: Int, height: Int, width: Int) -> (row: Int, column: Int) {
    switch self {
    case .upright: (row, column)
    case .mirrored: (row, width - 1 - column)
    case .upsideDown: (height - 1 - row, width - 1 - column)
    case .upsideDownMirrored: (height - 1 - row, column)
    case .transposed: (column, row)
    case .turnedLeft: (height - 1 - column, row)
    case .transverse: (height - 1 - column, width - 1 - row)
    case .turnedRight: (column, width - 1 - row)
    }
  }
}

extension Image {
  /// The image turned as its EXIF orientation asks; a mask that was drawn on the stored pixels does not fit it any more.
  public func upright() -> Image {
    guard header.orientation != .upright else { return self }
    let swaps = header.orientation.swapsAxes
    var turned = ImageHeader(
      format: header.format, width: swaps ? height : width, height: swaps ? width : height, colour: header.colour,
      bitDepth: header.bitDepth)
    (turned.numbers, turned.window, turned.valueStep) = (header.numbers, header.window, header.valueStep)
    turned.isWhiteLow = header.isWhiteLow
    turned.spacing = header.spacing.map { swaps ? PixelSpacing(row: $0.column, column: $0.row) : $0 }
    turned.notes = header.notes.filter { ![header.orientation.note, header.orientation.tiffNote].contains($0) }
    var places: [Int] = []
    places.reserveCapacity(samples.count)
    for row in 0..<turned.height {
      for column in 0..<turned.width {
        let source = header.orientation.source(row: row, column: column, height: height, width: width)
        let first = (source.row * width + source.column) * channels
        places.append(contentsOf: first..<first + channels)
      }
    }
    return Image(header: turned, samples: samples.selecting(places))
  }
}
