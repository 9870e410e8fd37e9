public import Tensors

/// How many channels a network wants of an image.
public enum ChannelRequest: String, Sendable, Hashable, CaseIterable {
  /// Grey stays one channel, everything else becomes red, green, blue.
  case asStored
  /// One channel; colour is weighted 0.299, 0.587, 0.114 (ITU-R BT.601).
  case grey
  /// Three channels; grey is repeated.
  case rgb
}

/// What is done to the channels of an image, in words.
package enum ChannelNote {
  package static let alphaDropped = "the alpha channel is dropped, not blended with a background"
  package static let reduced = "colour is reduced to grey (0.299 R + 0.587 G + 0.114 B)"
  package static let repeated = "grey is repeated on three channels"
}

extension Image {
  /// The image as a tensor of fractions of the largest storable value, or of the window where values are measured ones.
  ///
  /// | stored | tensor |
  /// |---|---|
  /// | grey, 1 to 16 bit | [1, H, W], or [3, H, W] repeated on request |
  /// | RGB, 8 or 16 bit | [3, H, W], or [1, H, W] weighted on request |
  /// | palette | the colours, [3, H, W] |
  ///
  /// Values are sample / (2^depth − 1), in 0…1, or those of the window; `window` replaces the header's. Alpha is
  /// dropped, which a note says; so are a window, and what it clips.
  public func tensor(
    channels request: ChannelRequest = .asStored, window: ValueWindow? = nil
  ) -> (tensor: Tensor, notes: [String]) {
    let window = header.colour.isPalette ? nil : window ?? header.window
    var notes = window.map { windowNotes($0) } ?? []
    if header.colour.hasAlpha { notes.append(ChannelNote.alphaDropped) }
    var planes = colourPlanes(window)
    if planes.count == 3, request == .grey {
      planes = [Self.luminance(planes)]
      notes.append(ChannelNote.reduced)
    } else if planes.count == 1, request == .rgb {
      planes = [planes[0], planes[0], planes[0]]
      notes.append(ChannelNote.repeated)
    }
    var scalars: [Float] = []
    scalars.reserveCapacity(planes.count * width * height)
    for plane in planes { scalars.append(contentsOf: plane) }
    return (Tensor(shape: [planes.count, height, width], scalars: scalars), notes)
  }

  /// One plane for grey, three for colour.
  private func colourPlanes(_ window: ValueWindow?) -> [[Float]] {
    if case .palette(let palette) = header.colour { return planes(of: palette) }
    var fractions = window.map { samples.values.map($0.fraction) } ?? samples.fractions(of: header.largestSample)
    if header.isWhiteLow { fractions = fractions.map { 1 - $0 } }
    let stride = channels
    let count = width * height
    return (0..<(stride < 3 ? 1 : 3)).map { channel in
      guard stride > 1 else { return fractions }
      return (0..<count).map { fractions[$0 * stride + channel] }
    }
  }

  private func windowNotes(_ window: ValueWindow) -> [String] {
    let values = samples.values
    let outside = values.count { $0 < window.low || $0 > window.high }
    let unknown = values.count(where: \.isNaN)
    var notes = ["\(window)"]
    if outside > 0 { notes.append("\(outside) of \(values.count) values lie outside the window and are clipped") }
    if unknown > 0 { notes.append("\(unknown) values are NaN and become 0") }
    return notes
  }

  /// An index without a colour is black, as viewers show it.
  private func planes(of palette: Palette) -> [[Float]] {
    let tables = [\Colour.red, \Colour.green, \Colour.blue].map { channel in
      (0..<256).map { $0 < palette.colours.count ? Float(palette.colours[$0][keyPath: channel]) / 255 : 0 }
    }
    let indices = samples.integers
    return tables.map { table in indices.map { table[$0] } }
  }

  /// ITU-R BT.601, of red, green and blue.
  package static func luminance(_ planes: [[Float]]) -> [Float] {
    planes[0].indices.map { 0.299 * planes[0][$0] + 0.587 * planes[1][$0] + 0.114 * planes[2][$0] }
  }

  /// The 8-bit image nearest to a tensor of fractions: grey for [1, H, W], RGB for [3, H, W].
  ///
  /// Values are clamped to 0…1, then rounded to the nearest of 256 levels; NaN becomes 0.
  public init(rounding tensor: Tensor) {
    precondition(
      tensor.rank == 3 && (tensor.shape[0] == 1 || tensor.shape[0] == 3),
      "Image: expected [1, H, W] or [3, H, W], is \(tensor.shape)")
    let (channels, height, width) = (tensor.shape[0], tensor.shape[1], tensor.shape[2])
    let plane = height * width
    var bytes = [UInt8](repeating: 0, count: tensor.count)
    for channel in 0..<channels {
      for pixel in 0..<plane {
        bytes[pixel * channels + channel] = Self.level(tensor.scalars[channel * plane + pixel])
      }
    }
    self.init(width: width, height: height, colour: channels == 1 ? .grey : .rgb, bytes: bytes)
  }

  private static func level(_ fraction: Float) -> UInt8 {
    guard fraction > 0 else { return 0 }
    return UInt8((min(fraction, 1) * 255).rounded())
  }
}
