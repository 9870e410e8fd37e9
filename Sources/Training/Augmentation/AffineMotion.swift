internal import Foundation
internal import Tensors

/// How far images are turned, enlarged and moved at most.
public struct AffineSpread: Sendable, Equatable {
  /// Either way.
  public let degrees: Double
  /// An image becomes `1 − zoom` to `1 + zoom` times as large.
  public let zoom: Double
  /// As shares of height and width, either way.
  public let shift: Double

  public init(degrees: Double, zoom: Double, shift: Double) {
    (self.degrees, self.zoom, self.shift) = (degrees, zoom, shift)
  }

  func drawn(using stream: inout RandomStream) -> AffineMotion {
    var motion = AffineMotion()
    motion.angle = degrees * Double(stream.nextSigned()) * .pi / 180
    motion.scale = 1 + zoom * Double(stream.nextSigned())
    motion.down = shift * Double(stream.nextSigned())
    motion.right = shift * Double(stream.nextSigned())
    return motion
  }
}

/// A turn, an enlargement and a shift of an image about its middle.
struct AffineMotion: Sendable, Equatable {
  /// Counter-clockwise, in radians.
  var angle = 0.0
  var scale = 1.0
  /// Shares of the height and the width.
  var down = 0.0
  var right = 0.0

  /// Where in the image, in pixels from its middle, lies what is seen at `row` and `column` from the middle afterwards.
  func source(row: Double, column: Double, height: Int, width: Int) -> (row: Double, column: Double) {
    let (y, x) = (row - down * Double(height), column - right * Double(width))
    // The way back: clockwise, and smaller. Rows go down, so the signs are those of a turn the other way round.
    let (cosine, sine) = (cos(angle) / scale, sin(angle) / scale)
    return (cosine * y + sine * x, cosine * x - sine * y)
  }
}
