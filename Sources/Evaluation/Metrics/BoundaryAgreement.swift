public import Tensors

/// How near the outlines of two class maps lie to each other: Hausdorff-95 and boundary F1.
///
/// The outline ∂S of a class is its pixels that have a horizontal or vertical neighbour of another class, or lie at the border.
/// With d(p, T) the Euclidean distance between pixel centres,
///
///     HD95 = max(P95 {d(p, ∂R) : p ∈ ∂P}, P95 {d(r, ∂P) : r ∈ ∂R})
///     F1 = 2 · precision · recall / (precision + recall)
///     precision = |{p ∈ ∂P : d(p, ∂R) ≤ θ}| / |∂P|,  recall the same with P and R exchanged
///
/// in pixels, with P95 the interpolated 95th percentile. θ is 0.75 % of the map's diagonal, at least one pixel. Where it is known
/// how far apart rows and columns lie, HD95 is there in millimetres, too: d is then measured between the places of the pixel
/// centres, so that the nearest pixel need not be the nearest in pixels where rows and columns lie differently far apart. HD95 after
/// Huttenlocher, Klanderman and Rucklidge, 1993 (here the larger of the two directions; some programs take the percentile of
/// both directions together), F1 after Csurka et al., 2013 ("What is a good evaluation measure for semantic segmentation?").
///
/// A class in neither map has neither value; a class in only one has no HD95 (it would be infinite), and an F1 of 0.
public enum BoundaryAgreement {
  /// The scores of classes `0..<classCount` without `background`; pixels whose reference is `ignored` belong to no class.
  ///
  /// Distances in millimetres are left out without a `spacing`, or where it is no pair of positive numbers.
  public static func scores(
    predicted: ClassMap, reference: ClassMap, classCount: Int, background: Int? = 0, ignored: Int? = nil,
    spacing: PixelSpacing? = nil
  ) -> BoundaryScores {
    precondition(
      predicted.height == reference.height && predicted.width == reference.width,
      "BoundaryAgreement: \(predicted.height) × \(predicted.width) against \(reference.height) × \(reference.width)")
    let spacing = spacing.flatMap { $0.isMeasurable ? $0 : nil }
    var hausdorff = [Double](repeating: .nan, count: classCount), f1 = hausdorff, millimetres = hausdorff
    for label in 0..<classCount where label != background {
      let outlines = [predicted, reference].map { map in
        Outline(height: map.height, width: map.width) {
          map.classes[$0] == label && (ignored == nil || reference.classes[$0] != ignored)
        }
      }
      let isMissing = outlines.map(\.pixels.isEmpty)
      if isMissing != [true, true] { f1[label] = 0 }
      guard isMissing == [false, false] else { continue }
      let distances = OutlinePair(outlines[0], outlines[1], .pixels)
      (hausdorff[label], f1[label]) = (distances.hausdorff95, distances.f1)
      if let spacing { millimetres[label] = OutlinePair(outlines[0], outlines[1], spacing).hausdorff95 }
    }
    return BoundaryScores(
      hausdorff95: hausdorff, f1: f1, millimetres: spacing.map { _ in OutlineDistances(hausdorff95: millimetres) })
  }
}

/// The distances from each of two outlines to the other, sorted.
private struct OutlinePair {
  private let there: [Double]
  private let back: [Double]
  /// What counts as near, in pixels.
  private let tolerance: Double

  init(_ predicted: Outline, _ reference: Outline, _ spacing: PixelSpacing) {
    there = predicted.distances(to: reference, spacing)
    back = reference.distances(to: predicted, spacing)
    let diagonal = Double(reference.height * reference.height + reference.width * reference.width).squareRoot()
    tolerance = max(1, 0.0075 * diagonal)
  }

  var hausdorff95: Double { max(Quantile.type7(0.95, ofSorted: there), Quantile.type7(0.95, ofSorted: back)) }

  /// Of distances in pixels.
  var f1: Double {
    let (precision, recall) = (share(there), share(back))
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }

  /// The share of distances within the tolerance.
  private func share(_ distances: [Double]) -> Double {
    Double(distances.count { $0 <= tolerance }) / Double(distances.count)
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
  func distances(to other: Outline, _ spacing: PixelSpacing) -> [Double] {
    var isSite = [Bool](repeating: false, count: height * width)
    for pixel in other.pixels { isSite[pixel] = true }
    let nearest = NearestSites(height: height, width: width, spacing: spacing) { isSite[$0] }
    return pixels.map { nearest.squaredDistances[$0].squareRoot() }.sorted()
  }
}
