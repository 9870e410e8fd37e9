public import Tensors

/// An image and the object of its mask in a few numbers: to compare made-up images with photographs.
///
/// | what | how |
/// |---|---|
/// | `share` | pixels of the object over those of the image, void left out |
/// | `inside`, `outside` | mean and standard deviation of each channel over the object and over the rest, void left out |
/// | `centre` | of the object's pixels: from the left over the width (x), from the top over the height (y) |
/// | `irregularity` | P²/(4πA), 1 for a disc, more for anything else |
/// | `elongation` | √ of the ratio of the variances along the main axes, 1 for a disc |
/// | `pieces` | connected pieces, neighbours over corners counted |
/// | `touchesBorder` | whether the object reaches the border |
///
/// The perimeter P is that of Crofton's formula with lines in four directions (n: how often the lines enter or leave):
///
///     P = π/8 · (n₀ + n₉₀ + (n₄₅ + n₁₃₅)/√2)
///
/// which is exact on average over directions, where counting the edges of pixels would give 4/π as much for a disc; beyond the
/// border there is nothing. The irregularity of an outline depends on how finely it is drawn: compare at one size.
public struct MaskedImageFigures: Sendable {
  public struct Colour: Sendable {
    /// Of each channel, in 0…1.
    public let mean: [Double]
    public let deviation: [Double]
  }

  public let share: Double
  public let centre: SIMD2<Double>
  public let inside: Colour
  public let outside: Colour
  public let irregularity: Double
  public let elongation: Double
  public let pieces: Int
  public let touchesBorder: Bool

  /// Every class but background is the object.
  ///
  /// - Returns: nil for a mask that is all object or has none.
  public init?(image: Tensor, mask: Mask) {
    precondition(
      image.rank == 3 && Array(image.shape.dropFirst()) == [mask.height, mask.width],
      "MaskedImageFigures: an image \(image.shape) and a mask \(mask.width) × \(mask.height) do not fit")
    let pixels = mask.classes.indices.filter { mask.classes[$0] > 0 }
    let others = mask.classes.indices.filter { mask.classes[$0] == 0 }
    guard !pixels.isEmpty, !others.isEmpty else { return nil }
    share = Double(pixels.count) / Double(pixels.count + others.count)
    inside = Self.colour(image, pixels)
    outside = Self.colour(image, others)
    let shape = ObjectShape(mask)
    centre = shape.centre(pixels) / SIMD2(Double(mask.width), Double(mask.height))
    irregularity = shape.perimeter * shape.perimeter / (4 * .pi * Double(pixels.count))
    elongation = shape.elongation(pixels)
    pieces = shape.pieces(pixels)
    touchesBorder = shape.touchesBorder(pixels)
  }

  private static func colour(_ image: Tensor, _ pixels: [Int]) -> Colour {
    let plane = image.shape[1] * image.shape[2], count = Double(pixels.count)
    let means = (0..<image.shape[0]).map { channel in
      pixels.reduce(0.0) { $0 + Double(image.scalars[channel * plane + $1]) } / count
    }
    let deviations = means.enumerated().map { channel, mean in
      (pixels.reduce(0.0) { sum, pixel in
        let difference = Double(image.scalars[channel * plane + pixel]) - mean
        return sum + difference * difference
      } / count).squareRoot()
    }
    return Colour(mean: means, deviation: deviations)
  }
}

/// The form of the pixels of a mask that are not background.
private struct ObjectShape {
  private let mask: Mask

  init(_ mask: Mask) { self.mask = mask }

  private func isMember(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && column >= 0 && row < mask.height && column < mask.width
      && mask.classes[row * mask.width + column] > 0
  }

  /// By Crofton's formula.
  var perimeter: Double {
    /// How often lines along a direction meet the outline.
    func crossings(_ down: Int, _ right: Int) -> Double {
      var count = 0
      for row in -1...mask.height {
        for column in -1...mask.width
        where isMember(row, column) != isMember(row + down, column + right) { count += 1 }
      }
      return Double(count)
    }
    return .pi / 8 * (crossings(0, 1) + crossings(1, 0) + (crossings(1, 1) + crossings(1, -1)) / 2.0.squareRoot())
  }

  /// The middles of pixels.
  private func places(_ pixels: [Int]) -> [SIMD2<Double>] {
    pixels.map { SIMD2(Double($0 % mask.width) + 0.5, Double($0 / mask.width) + 0.5) }
  }

  func centre(_ pixels: [Int]) -> SIMD2<Double> {
    places(pixels).reduce(SIMD2(0, 0), +) / Double(pixels.count)
  }

  func elongation(_ pixels: [Int]) -> Double {
    let (places, centre) = (places(pixels), centre(pixels))
    // A pixel is a square, whose own variance is 1/12.
    var (xx, yy, xy) = (1.0 / 12, 1.0 / 12, 0.0)
    for place in places {
      let offset = (place - centre) / Double(pixels.count).squareRoot()
      xx += offset.x * offset.x
      yy += offset.y * offset.y
      xy += offset.x * offset.y
    }
    let spread = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    return (((xx + yy) / 2 + spread) / ((xx + yy) / 2 - spread)).squareRoot()
  }

  func pieces(_ pixels: [Int]) -> Int {
    var isOpen = mask.classes.map { $0 > 0 }
    var count = 0
    for start in pixels where isOpen[start] {
      count += 1
      isOpen[start] = false
      var open = [start]
      while let pixel = open.popLast() {
        let (row, column) = (pixel / mask.width, pixel % mask.width)
        for nextRow in row - 1...row + 1 {
          for nextColumn in column - 1...column + 1 where isMember(nextRow, nextColumn) {
            let next = nextRow * mask.width + nextColumn
            guard isOpen[next] else { continue }
            isOpen[next] = false
            open.append(next)
          }
        }
      }
    }
    return count
  }

  func touchesBorder(_ pixels: [Int]) -> Bool {
    pixels.contains { pixel in
      let (row, column) = (pixel / mask.width, pixel % mask.width)
      return row == 0 || column == 0 || row == mask.height - 1 || column == mask.width - 1
    }
  }
}
