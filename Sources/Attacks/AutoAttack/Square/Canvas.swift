internal import Foundation
internal import Tensors

/// An input seen as channels of frames of a plane, and the smallest box of frames, rows and columns around its region.
///
/// `[n]` is one row; `[H, W]` one channel; `[C, H, W]` one frame; of more axes those between the channels and the plane
/// are frames together.
struct Canvas {
  let channels: Int
  /// The box around the region.
  let box: Window
  private let frames: Int
  private let rows: Int
  private let columns: Int
  private let allowed: [Bool]
  private let places: [Int]

  /// A block of frames, rows and columns.
  struct Window {
    var frames: Range<Int>
    var rows: Range<Int>
    var columns: Range<Int>

    var count: Int { frames.count * rows.count * columns.count }
  }

  init(shape: [Int], allowed: [Bool]) {
    columns = shape.last ?? 1
    rows = shape.count > 1 ? shape[shape.count - 2] : 1
    channels = shape.count > 2 ? shape[0] : 1
    frames = shape.count > 3 ? shape[1..<shape.count - 2].reduce(1, *) : 1
    self.allowed = allowed
    places = allowed.indices.filter { allowed[$0] }
    let (frames, rows, columns) = (frames, rows, columns)
    box = Window(
      frames: Self.span(places.lazy.map { $0 / (rows * columns) % frames }),
      rows: Self.span(places.lazy.map { $0 / columns % rows }), columns: Self.span(places.lazy.map { $0 % columns }))
  }

  private static func span(_ coordinates: some Collection<Int>) -> Range<Int> {
    guard let low = coordinates.min(), let high = coordinates.max() else { return 0..<1 }
    return low..<high + 1
  }

  /// The element indices of a window in one channel, in row-major order.
  func indices(of window: Window, channel: Int) -> [Int] {
    var indices: [Int] = []
    indices.reserveCapacity(window.count)
    for frame in window.frames {
      for row in window.rows {
        let start = ((channel * frames + frame) * rows + row) * columns
        for column in window.columns { indices.append(start + column) }
      }
    }
    return indices
  }

  /// How many frames, rows and columns a window has that covers a share of the box: the same share of each direction,
  /// and of the plane a square.
  ///
  /// With `isOdd` sides are odd and at least 3, but for boxes that two such windows would fill.
  func extents(share: Double, isOdd: Bool) -> (frames: Int, rows: Int, columns: Int) {
    let long = [box.frames, box.rows, box.columns].count { $0.count > 1 }
    guard long > 0 else { return (1, 1, 1) }
    let each = pow(share, 1 / Double(long))
    let isFlat = box.rows.count == 1 || box.columns.count == 1
    // A plane of one row or column has segments; otherwise the square of the geometric mean.
    let length =
      isFlat ? Double(max(box.rows.count, box.columns.count)) : sqrt(Double(box.rows.count * box.columns.count))
    var side = max(Int((each * length).rounded()), isOdd ? min(3, Int(length) / 2) : 1, 1)
    if isOdd, side % 2 == 0, side > 2 { side += 1 }
    let frames = min(max(Int((each * Double(box.frames.count)).rounded()), 1), box.frames.count)
    return (frames, min(side, box.rows.count), min(side, box.columns.count))
  }

  /// A window somewhere in the box that meets the region.
  func window(
    _ extents: (frames: Int, rows: Int, columns: Int), using stream: inout RandomStream
  ) -> Window {
    let anywhere = Window(
      frames: Self.part(of: box.frames, extents.frames, using: &stream),
      rows: Self.part(of: box.rows, extents.rows, using: &stream),
      columns: Self.part(of: box.columns, extents.columns, using: &stream))
    let isInside = (0..<channels).contains { channel in
      indices(of: anywhere, channel: channel).contains { allowed[$0] }
    }
    if isInside || places.isEmpty { return anywhere }
    let place = places[stream.nextIndex(in: 0..<places.count)]
    return Window(
      frames: Self.part(of: box.frames, extents.frames, around: place / (rows * columns) % frames, using: &stream),
      rows: Self.part(of: box.rows, extents.rows, around: place / columns % rows, using: &stream),
      columns: Self.part(of: box.columns, extents.columns, around: place % columns, using: &stream))
  }

  private static func part(
    of range: Range<Int>, _ length: Int, around place: Int? = nil, using stream: inout RandomStream
  ) -> Range<Int> {
    let first = max(range.lowerBound, place.map { $0 - length + 1 } ?? range.lowerBound)
    let last = min(range.upperBound - length, place ?? range.upperBound)
    let start = stream.nextIndex(in: first..<last + 1)
    return start..<start + length
  }
}

extension RandomStream {
  /// +1 or −1.
  mutating func nextSign() -> Float { nextUniform() < 0.5 ? -1 : 1 }
}
