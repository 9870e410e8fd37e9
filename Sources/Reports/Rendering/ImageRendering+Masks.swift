public import Tensors

extension ImageRendering {
  /// Fills for classes 1, 2, …: six colours chosen to be as far apart as possible for every kind of colour vision.
  public static let classColours: [RGB] = [
    OKLab(lightness: 0.864, a: -0.024, b: 0.150), OKLab(lightness: 0.631, a: -0.011, b: -0.177),
    OKLab(lightness: 0.441, a: 0.121, b: 0.076), OKLab(lightness: 0.806, a: -0.118, b: -0.072),
    OKLab(lightness: 0.653, a: 0.075, b: 0.081), OKLab(lightness: 0.426, a: 0.051, b: -0.128),
  ].map { RGB($0) }

  /// A class map `[height, width]`: class 0 dark, the others in their fills.
  public static func classes(_ map: Tensor) -> Raster {
    var raster = Raster(width: map.shape[1], height: map.shape[0], fill: RGB(24, 26, 30))
    paint(map, onto: &raster, opacity: 1)
    return raster
  }

  /// A picture with the classes of `map` tinted and outlined; class 0 and undefined pixels stay as they are.
  public static func overlaying(_ map: Tensor, on picture: Raster, opacity: Double = 0.5) -> Raster {
    var raster = picture
    let aligned = self.aligned(map, height: picture.height, width: picture.width)
    paint(aligned, onto: &raster, opacity: opacity)
    outline(aligned, on: &raster)
    return raster
  }

  /// A picture with a heat map (0...`limit`) laid over it; its lightness follows the map, so edges stay visible.
  public static func overlaying(heat: Tensor, limit: Float, on picture: Raster, opacity: Double = 0.62) -> Raster {
    var raster = picture
    let aligned = self.aligned(heat, height: picture.height, width: picture.width)
    let coloured = mapped(aligned, over: 0...max(limit, .leastNormalMagnitude), with: .heat)
    for y in 0..<raster.height {
      for x in 0..<raster.width { raster[x, y] = raster[x, y].covered(by: coloured[x, y], opacity: opacity) }
    }
    return raster
  }

  /// A map on another grid, each pixel from the nearest of the old grid: masks must not be blended.
  public static func aligned(_ map: Tensor, height: Int, width: Int) -> Tensor {
    let (rows, columns) = (map.shape[0], map.shape[1])
    guard rows != height || columns != width, rows > 0, columns > 0 else { return map }
    var scalars: [Float] = []
    scalars.reserveCapacity(height * width)
    for y in 0..<height {
      let row = y * rows / height * columns
      for x in 0..<width { scalars.append(map.scalars[row + x * columns / width]) }
    }
    return Tensor(shape: [height, width], scalars: scalars)
  }

  private static func paint(_ map: Tensor, onto raster: inout Raster, opacity: Double) {
    for (index, value) in map.scalars.enumerated() {
      guard let fill = colour(ofClass: value) else { continue }
      let (x, y) = (index % raster.width, index / raster.width)
      raster[x, y] = raster[x, y].covered(by: fill, opacity: opacity)
    }
  }

  /// Draws the border of every class inside it: one pixel of its fill, on a dark pixel outside that keeps it visible on
  /// a picture of the same colour.
  private static func outline(_ map: Tensor, on raster: inout Raster) {
    let (height, width) = (raster.height, raster.width)
    for y in 0..<height {
      for x in 0..<width {
        let own = map.scalars[y * width + x]
        guard let neighbour = differing(map, x, y, from: own) else { continue }
        raster[x, y] = colour(ofClass: own) ?? raster[x, y].covered(by: .black, opacity: neighbour > 0 ? 0.4 : 0)
      }
    }
  }

  /// The class of a direct neighbour that differs, if any.
  private static func differing(_ map: Tensor, _ x: Int, _ y: Int, from own: Float) -> Float? {
    let (height, width) = (map.shape[0], map.shape[1])
    for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
      let (column, row) = (x + dx, y + dy)
      guard (0..<width).contains(column), (0..<height).contains(row) else { continue }
      let other = map.scalars[row * width + column]
      if other != own, !other.isNaN { return other }
    }
    return nil
  }

  /// Nil for the background and for values that are no class.
  static func colour(ofClass value: Float) -> RGB? {
    guard value.isFinite, value >= 0.5, value < 1e6 else { return nil }
    return classColours[(Int(value.rounded()) - 1) % classColours.count]
  }
}
