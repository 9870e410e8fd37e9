internal import Tensors

/// How near the outlines of two class maps lie to each other: Hausdorff-95 and boundary F1.
///
/// The outline ∂S of a class is its pixels that have a horizontal or vertical neighbour of another class, or lie at the border.
/// With d(p, T) the Euclidean distance between pixel centres,
///
///     HD95 = max(P95 {d(p, ∂R) : p ∈ ∂P}, P95 {d(r, ∂P) : r ∈ ∂R})
///     F1 = 2 · precision · recall / (precision + recall)
///     precision = |{p ∈ ∂P : d(p, ∂R) ≤ θ}| / |∂P|,  recall the same with P and R exchanged
///
/// in pixels, with P95 the interpolated 95th percentile. θ is 0.75 % of the map's diagonal, at least one pixel. HD95 after
/// Huttenlocher, Klanderman and Rucklidge, 1993 (here the larger of the two directions; some programs take the percentile of
/// both directions together), F1 after Csurka et al., 2013 ("What is a good evaluation measure for semantic segmentation?").
///
/// A class in neither map has neither value; a class in only one has no HD95 (it would be infinite), and an F1 of 0.
public enum BoundaryAgreement {
  /// The scores of classes `0..<classCount` without `background`; pixels whose reference is `ignored` belong to no class.
  public static func scores(
    predicted: ClassMap, reference: ClassMap, classCount: Int, background: Int? = 0, ignored: Int? = nil
  ) -> BoundaryScores {
    precondition(
      predicted.height == reference.height && predicted.width == reference.width,
      "BoundaryAgreement: \(predicted.height) × \(predicted.width) against \(reference.height) × \(reference.width)")
    var hausdorff = [Double](repeating: .nan, count: classCount), f1 = hausdorff
    for label in 0..<classCount where label != background {
      let outlines = [predicted, reference].map { map in
        Outline(height: map.height, width: map.width) {
          map.classes[$0] == label && (ignored == nil || reference.classes[$0] != ignored)
        }
      }
      (hausdorff[label], f1[label]) = agreement(outlines[0], outlines[1])
    }
    return BoundaryScores(hausdorff95: hausdorff, f1: f1)
  }

  private static func agreement(_ predicted: Outline, _ reference: Outline) -> (hausdorff: Double, f1: Double) {
    if predicted.pixels.isEmpty && reference.pixels.isEmpty { return (.nan, .nan) }
    if predicted.pixels.isEmpty || reference.pixels.isEmpty { return (.nan, 0) }
    let there = predicted.distances(to: reference), back = reference.distances(to: predicted)
    let (precision, recall) = (predicted.share(of: there), reference.share(of: back))
    let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    return (max(Quantile.type7(0.95, ofSorted: there), Quantile.type7(0.95, ofSorted: back)), f1)
  }
}

/// The pixels along the edge of a set.
private struct Outline {
  let height: Int
  let width: Int
  let pixels: [Int]

  init(height: Int, width: Int, isMember: (Int) -> Bool) {
    self.height = height
    self.width = width
    let members = (0..<height * width).map(isMember)
    pixels = members.indices.filter { pixel in
      guard members[pixel] else { return false }
      let (row, column) = (pixel / width, pixel % width)
      guard row > 0, column > 0, row < height - 1, column < width - 1 else { return true }
      return !(members[pixel - width] && members[pixel + width] && members[pixel - 1] && members[pixel + 1])
    }
  }

  /// The distance of every pixel to the other outline, sorted.
  func distances(to other: Outline) -> [Double] {
    var isSite = [Bool](repeating: false, count: height * width)
    for pixel in other.pixels { isSite[pixel] = true }
    let nearest = NearestSites(height: height, width: width) { isSite[$0] }
    return pixels.map { Double(nearest.squaredDistances[$0]).squareRoot() }.sorted()
  }

  /// The share of distances within the tolerance.
  func share(of distances: [Double]) -> Double {
    let tolerance = max(1, 0.0075 * Double(height * height + width * width).squareRoot())
    return Double(distances.count { $0 <= tolerance }) / Double(distances.count)
  }
}
