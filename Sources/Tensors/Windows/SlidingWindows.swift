/// Overlapping windows over an image that is larger than a network takes, and their results put together again.
///
/// | | shape |
/// |---|---|
/// | image | [C, H, W] |
/// | window | [C, h, w] with h ≤ H, w ≤ W |
/// | its result | [K, h′, w′] with h′ ≤ h, w′ ≤ w, the middle of it |
/// | whole result | [K, H − h + h′, W − w + w′] |
///
/// result(y, x) = Σ over windows i of share_i(y, x) · result_i(y, x), where the shares of all windows add up to 1. Both
/// cutting and putting together are linear, and their transposes are here too, so that gradients pass through exactly.
public struct SlidingWindows: Sendable, Hashable, CustomStringConvertible {
  public let blending: WindowBlending
  /// The part of a window's result that its neighbour at least covers, too: 0 up to, not including, 1.
  public let overlap: Double
  private let rows: WindowAxis
  private let columns: WindowAxis

  /// - Parameters:
  ///   - height: rows of the image.
  ///   - width: columns of the image.
  ///   - window: what the network takes, [h, w].
  ///   - output: what it gives, [h′, w′].
  ///   - overlap: see the property.
  ///   - blending: how overlapping results are weighted.
  public init(
    height: Int, width: Int, window: [Int], output: [Int], overlap: Double = 0.5, blending: WindowBlending = .gaussian
  ) {
    precondition(
      window.count == 2 && output.count == 2 && (0..<2).allSatisfy { (1...window[$0]).contains(output[$0]) },
      "SlidingWindows: expected a window [h, w] and a result no larger, are \(window), \(output)")
    precondition(
      window[0] <= height && window[1] <= width,
      "SlidingWindows: a window \(window) is larger than \(height) × \(width)")
    precondition((0..<1).contains(overlap), "SlidingWindows: expected an overlap in 0..<1, is \(overlap)")
    (self.blending, self.overlap) = (blending, overlap)
    rows = WindowAxis(length: height, window: window[0], output: output[0], overlap: overlap, blending: blending)
    columns = WindowAxis(length: width, window: window[1], output: output[1], overlap: overlap, blending: blending)
  }

  public var count: Int { rows.starts.count * columns.starts.count }

  /// [H′, W′] of the whole result.
  public var outputSize: [Int] { [rows.outputLength, columns.outputLength] }

  /// "12 windows of 256 × 256 (overlap 0.5, gaussian)".
  public var description: String {
    "\(count) windows of \(columns.window) × \(rows.window) (overlap \(overlap), \(blending.rawValue))"
  }

  /// Upper left corner of a window; in the image, and of its result in the whole result.
  public func corner(_ index: Int) -> (row: Int, column: Int) {
    (rows.starts[index / columns.starts.count], columns.starts[index % columns.starts.count])
  }

  /// The windows that positions along an axis of the image, 1 for rows or 2 for columns, are part of; in order.
  public func windows(touching positions: Range<Int>, alongAxis axis: Int) -> [Int] {
    precondition((1...2).contains(axis), "SlidingWindows: expected axis 1 or 2, is \(axis)")
    return (0..<count).filter { index in
      let start = axis == 1 ? corner(index).row : corner(index).column
      return (start..<start + (axis == 1 ? rows.window : columns.window)).overlaps(positions)
    }
  }

  /// The pixels of a window: [C, H, W] → [C, h, w].
  public func window(_ index: Int, of image: Tensor) -> Tensor {
    check(image.shape, [rows.length, columns.length])
    let corner = corner(index)
    var result: [Float] = []
    result.reserveCapacity(image.shape[0] * rows.window * columns.window)
    for channel in 0..<image.shape[0] {
      for row in corner.row..<corner.row + rows.window {
        let start = (channel * rows.length + row) * columns.length + corner.column
        result.append(contentsOf: image.scalars[start..<start + columns.window])
      }
    }
    return Tensor(shape: [image.shape[0], rows.window, columns.window], scalars: result)
  }

  /// The transpose of `window(_:of:)`: adds the gradient [C, h, w] of a window to that of the image, [C, H, W].
  public func addGradient(_ gradient: Tensor, ofWindow index: Int, to image: inout Tensor) {
    check(gradient.shape, [rows.window, columns.window])
    check(image.shape, [rows.length, columns.length])
    let (corner, channels) = (corner(index), image.shape[0])
    let (height, width, length) = (rows.window, columns.window, columns.length)
    let lines = rows.length
    let source = gradient.scalars
    image.withMutableScalars { target in
      for channel in 0..<channels {
        for row in 0..<height {
          let from = (channel * height + row) * width
          let to = (channel * lines + corner.row + row) * length + corner.column
          for column in 0..<width { target[to + column] += source[from + column] }
        }
      }
    }
  }

  /// Adds the result [K, h′, w′] of a window, by its share, to the whole result [K, H′, W′].
  public func addResult(_ result: Tensor, ofWindow index: Int, to whole: inout Tensor) {
    check(result.shape, [rows.output, columns.output])
    check(whole.shape, outputSize)
    let source = result.scalars
    let places = places(index, channels: whole.shape[0])
    whole.withMutableScalars { target in
      for place in places {
        for column in place.shares.indices {
          target[place.whole + column] += place.rowShare * place.shares[column] * source[place.window + column]
        }
      }
    }
  }

  /// The transpose of `addResult`: what a window's result gets of the cotangent [K, H′, W′] of the whole, [K, h′, w′].
  public func cotangent(ofWindow index: Int, from whole: Tensor) -> Tensor {
    check(whole.shape, outputSize)
    var result = Tensor(shape: [whole.shape[0], rows.output, columns.output])
    let source = whole.scalars
    let places = places(index, channels: whole.shape[0])
    result.withMutableScalars { target in
      for place in places {
        for column in place.shares.indices {
          target[place.window + column] = place.rowShare * place.shares[column] * source[place.whole + column]
        }
      }
    }
    return result
  }

  private struct Line {
    /// Where the line begins in the window's result and in the whole.
    let window: Int
    let whole: Int
    let rowShare: Float
    let shares: [Float]
  }

  private func places(_ index: Int, channels: Int) -> [Line] {
    let corner = corner(index)
    let rowShares = rows.shares[index / columns.starts.count]
    let shares = columns.shares[index % columns.starts.count]
    return (0..<channels).flatMap { channel in
      (0..<rows.output).map { row in
        Line(
          window: (channel * rows.output + row) * columns.output,
          whole: (channel * rows.outputLength + corner.row + row) * columns.outputLength + corner.column,
          rowShare: rowShares[row], shares: shares)
      }
    }
  }

  private func check(_ shape: [Int], _ size: [Int]) {
    precondition(
      shape.count == 3 && Array(shape.dropFirst()) == size, "SlidingWindows: expected [channels] + \(size), is \(shape)"
    )
  }
}
