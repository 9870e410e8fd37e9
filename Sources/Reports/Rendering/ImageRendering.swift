public import Tensors

/// Tensors as pictures.
public enum ImageRendering {
  /// A plane `[height, width]` through a colour map: `range.lowerBound` is the map's first colour.
  public static func mapped(_ plane: Tensor, over range: ClosedRange<Float>, with map: ColourMap) -> Raster {
    let (height, width) = extents(of: plane)
    var raster = Raster(width: width, height: height)
    let lower = Double(range.lowerBound), span = Double(range.upperBound) - lower
    for (index, value) in plane.scalars.enumerated() {
      let share = span > 0 ? (Double(value) - lower) / span : (value.isNaN ? .nan : 0)
      raster[index % width, index / width] = map.colour(at: share)
    }
    return raster
  }

  /// A plane of differences through the signed map.
  ///
  /// −`limit` is blue, 0 near white, +`limit` rust. A limit of 0 shows an unchanged plane.
  public static func signed(_ plane: Tensor, limit: Float) -> Raster {
    let span = limit > 0 && limit.isFinite ? limit : 1
    return mapped(plane, over: -span...span, with: .signed)
  }

  /// An image `[channels, height, width]` or `[height, width]` as the eye sees it.
  ///
  /// One channel is grey, three or more are RGB from the first three; two channels show their first. `bounds` are black
  /// and white.
  public static func photograph(_ image: Tensor, bounds: ClosedRange<Float>) -> Raster {
    let planes = self.planes(of: image)
    guard let first = planes.first else { return Raster(width: 0, height: 0) }
    let (height, width) = extents(of: first)
    let channels = planes.count >= 3 ? [planes[0], planes[1], planes[2]] : [first, first, first]
    var raster = Raster(width: width, height: height)
    for index in 0..<width * height {
      raster[index % width, index / width] = RGB(
        byte(channels[0].scalars[index], bounds), byte(channels[1].scalars[index], bounds),
        byte(channels[2].scalars[index], bounds))
    }
    return raster
  }

  /// For each pixel the signed difference of the channel in which it is largest.
  ///
  /// | argument | shape                                            |
  /// |----------|--------------------------------------------------|
  /// | images   | `[channels, height, width]` or `[height, width]` |
  /// | result   | `[height, width]`                                |
  public static func largestDifference(_ changed: Tensor, from original: Tensor) -> Tensor {
    precondition(changed.shape == original.shape, "ImageRendering: \(changed.shape) is not \(original.shape)")
    let difference = Tensor(shape: changed.shape, scalars: zip(changed.scalars, original.scalars).map { $0 - $1 })
    let planes = self.planes(of: difference)
    guard var largest = planes.first else { return difference }
    for plane in planes.dropFirst() {
      largest = Tensor(
        shape: largest.shape,
        scalars: zip(largest.scalars, plane.scalars).map { abs($1) > abs($0) || $1.isNaN ? $1 : $0 })
    }
    return largest
  }

  /// The planes `[height, width]` of an image.
  public static func planes(of image: Tensor) -> [Tensor] {
    precondition(image.rank == 2 || image.rank == 3, "ImageRendering: expected an image, is \(image.shape)")
    return image.rank == 2 ? [image] : image.samples
  }

  /// The smallest and largest finite value; 0...0 without one.
  public static func finiteRange(of tensors: [Tensor]) -> ClosedRange<Float> {
    var lowest = Float.infinity, highest = -Float.infinity
    for tensor in tensors {
      for value in tensor.scalars where value.isFinite {
        lowest = min(lowest, value)
        highest = max(highest, value)
      }
    }
    return lowest <= highest ? lowest...highest : 0...0
  }

  /// The largest finite magnitude; 0 without one.
  public static func largestMagnitude(of tensors: [Tensor]) -> Float {
    let range = finiteRange(of: tensors)
    return max(abs(range.lowerBound), abs(range.upperBound))
  }

  private static func extents(of plane: Tensor) -> (height: Int, width: Int) {
    precondition(plane.rank == 2, "ImageRendering: expected [height, width], is \(plane.shape)")
    return (plane.shape[0], plane.shape[1])
  }

  private static func byte(_ value: Float, _ bounds: ClosedRange<Float>) -> UInt8 {
    let span = bounds.upperBound - bounds.lowerBound
    let share = span > 0 ? (value - bounds.lowerBound) / span : 0
    guard !share.isNaN else { return 128 }
    return UInt8((min(max(share, 0), 1) * 255).rounded())
  }
}
