/// An 8-bit RGB image being put together: rows from the top, pixels from the left, three bytes each.
public struct Raster: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public private(set) var bytes: [UInt8]

  public init(width: Int, height: Int, fill: RGB = .black) {
    precondition(width >= 0 && height >= 0, "Raster: extents must not be negative, are \(width) × \(height)")
    self.width = width
    self.height = height
    guard fill.red != fill.green || fill.green != fill.blue else {
      bytes = [UInt8](repeating: fill.red, count: width * height * 3)
      return
    }
    bytes = []
    bytes.reserveCapacity(width * height * 3)
    for _ in 0..<width * height { bytes += [fill.red, fill.green, fill.blue] }
  }

  private init(width: Int, height: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  public subscript(x: Int, y: Int) -> RGB {
    get {
      let start = offset(x, y)
      return RGB(bytes[start], bytes[start + 1], bytes[start + 2])
    }
    set {
      let start = offset(x, y)
      bytes[start] = newValue.red
      bytes[start + 1] = newValue.green
      bytes[start + 2] = newValue.blue
    }
  }

  public func contains(x: Int, y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  /// Fills a rectangle; what lies outside the image is cut off.
  public mutating func fill(x: Int, y: Int, width: Int, height: Int, with colour: RGB) {
    let columns = max(0, x)..<max(max(0, x), min(self.width, x + width))
    for row in max(0, y)..<max(max(0, y), min(self.height, y + height)) {
      for column in columns { self[column, row] = colour }
    }
  }

  /// Lays `other` over this image with its top left corner at (x, y); what lies outside is cut off.
  public mutating func paste(_ other: Raster, x: Int, y: Int) {
    let columns = max(0, -x)..<max(max(0, -x), min(other.width, width - x))
    guard !columns.isEmpty else { return }
    for row in 0..<other.height where (0..<height).contains(y + row) {
      let source = other.offset(columns.lowerBound, row)
      let target = offset(x + columns.lowerBound, y + row)
      let count = columns.count * 3
      bytes.replaceSubrange(target..<target + count, with: other.bytes[source..<source + count])
    }
  }

  /// Every pixel as a square of `factor` × `factor`.
  public func enlarged(_ factor: Int) -> Raster {
    precondition(factor >= 1, "Raster: factor must be positive, is \(factor)")
    return factor == 1 ? self : resampled(width: width * factor, height: height * factor)
  }

  /// The nearest pixel of this image for each pixel of another size.
  public func resampled(width newWidth: Int, height newHeight: Int) -> Raster {
    guard width > 0, height > 0, newWidth != width || newHeight != height else { return self }
    var enlarged: [UInt8] = []
    enlarged.reserveCapacity(newWidth * newHeight * 3)
    var row: [UInt8] = []
    var source = -1
    for y in 0..<newHeight {
      if y * height / newHeight != source {
        source = y * height / newHeight
        row = stretched(row: source, to: newWidth)
      }
      enlarged.append(contentsOf: row)
    }
    return Raster(width: newWidth, height: newHeight, bytes: enlarged)
  }

  private func stretched(row: Int, to newWidth: Int) -> [UInt8] {
    var stretched: [UInt8] = []
    stretched.reserveCapacity(newWidth * 3)
    for x in 0..<newWidth {
      let start = (row * width + x * width / newWidth) * 3
      stretched.append(contentsOf: bytes[start..<start + 3])
    }
    return stretched
  }

  /// Shrunk by averaging blocks, so that the larger side has at most `limit` pixels; unchanged when it has.
  public func shrunk(toFit limit: Int) -> Raster {
    let longest = max(width, height)
    guard longest > limit, limit > 0 else { return self }
    return averaged(width: max(1, width * limit / longest), height: max(1, height * limit / longest))
  }

  private func averaged(width newWidth: Int, height newHeight: Int) -> Raster {
    var result = Raster(width: newWidth, height: newHeight)
    for y in 0..<newHeight {
      let rows = y * height / newHeight..<max(y * height / newHeight + 1, (y + 1) * height / newHeight)
      for x in 0..<newWidth {
        let columns = x * width / newWidth..<max(x * width / newWidth + 1, (x + 1) * width / newWidth)
        result[x, y] = mean(rows: rows, columns: columns)
      }
    }
    return result
  }

  private func mean(rows: Range<Int>, columns: Range<Int>) -> RGB {
    var sums = SIMD4<Int>.zero
    for y in rows {
      for x in columns {
        let pixel = self[x, y]
        sums &+= SIMD4(Int(pixel.red), Int(pixel.green), Int(pixel.blue), 1)
      }
    }
    let half = sums.w / 2
    return RGB(
      UInt8(clamping: (sums.x + half) / sums.w), UInt8(clamping: (sums.y + half) / sums.w),
      UInt8(clamping: (sums.z + half) / sums.w))
  }

  private func offset(_ x: Int, _ y: Int) -> Int {
    precondition(contains(x: x, y: y), "Raster: pixel (\(x), \(y)) of \(width) × \(height)")
    return (y * width + x) * 3
  }
}
