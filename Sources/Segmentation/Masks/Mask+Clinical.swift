internal import Tensors

/// Changes of a mask that mean something to a clinician. Void pixels stay void, and lend no class.
extension Mask {
  /// The pixels of one class, or of every object, get the class of the nearest other pixel: the finding is gone.
  ///
  /// - Returns: nil where nothing else is left to fill them with.
  public func erased(_ label: Int32?) -> Mask? {
    let isErased = classes.map { label == nil ? $0 > 0 : $0 == label }
    let others = NearestSites(height: height, width: width) { !isErased[$0] && classes[$0] != Self.void }
    if isErased.contains(true), others.squaredDistances.contains(.infinity) { return nil }
    return replacingClasses(classes.indices.map { isErased[$0] ? classes[others.sites[$0]] : classes[$0] })
  }

  /// One class, or all objects together, with about `factor` times as many pixels: a rim is added, or taken away.
  ///
  /// The rim is as wide everywhere as makes the area nearest to what is wanted. Pixels that join take the class of the nearest
  /// pixel of the object, pixels that leave that of the nearest one that is not of it.
  public func resized(_ label: Int32?, toArea factor: Double) -> Mask {
    precondition(factor >= 0 && factor.isFinite, "Mask: expected a factor of 0 or more, is \(factor)")
    let isMember = classes.map { label == nil ? $0 > 0 : $0 == label }
    let area = Double(isMember.count { $0 })
    let levels = LevelSet(
      height: height, width: width, isMember: { isMember[$0] }, isOpen: { classes[$0] != Self.void })
    return redrawn(isMember, as: levels.pixels(ofArea: factor * area))
  }

  /// The cup grown or shrunk by a rim within the disc until its height is `ratio` times the disc's: the vertical cup-to-disc
  /// ratio.
  ///
  /// The disc is its own class and the cup's together. What the cup leaves becomes disc.
  ///
  /// - Returns: nil without a cup or a disc.
  public func withCupToDiscRatio(_ ratio: Double, cup: Int32, disc: Int32) -> Mask? {
    precondition((0...1).contains(ratio), "Mask: expected a ratio of 0 to 1, is \(ratio)")
    guard classes.contains(cup), let whole = rows(of: [cup, disc]) else { return nil }
    let levels = LevelSet(
      height: height, width: width, isMember: { classes[$0] == cup },
      isOpen: { classes[$0] == cup || classes[$0] == disc })
    var result = classes.map { $0 == cup ? disc : $0 }
    for pixel in levels.pixels(ofHeight: ratio * Double(whole.count)) { result[pixel] = cup }
    return replacingClasses(result)
  }

  /// The height of the cup as a share of the disc's, the cup being part of the disc; nil without a disc.
  public func cupToDiscRatio(cup: Int32, disc: Int32) -> Double? {
    guard let whole = rows(of: [cup, disc]) else { return nil }
    return Double(rows(of: [cup])?.count ?? 0) / Double(whole.count)
  }

  /// One class moved, and the place that it leaves filled with what surrounds it.
  ///
  /// - Returns: nil where nothing is left to fill it with.
  public func moved(_ label: Int32, dx: Int, dy: Int) -> Mask? {
    guard var result = erased(label)?.classes else { return nil }
    for pixel in classes.indices where classes[pixel] == label {
      let (row, column) = (pixel / width + dy, pixel % width + dx)
      guard (0..<height).contains(row), (0..<width).contains(column) else { continue }
      let place = row * width + column
      if result[place] != Self.void { result[place] = label }
    }
    return replacingClasses(result)
  }

  private func rows(of labels: [Int32]) -> ClosedRange<Int>? {
    let rows = classes.indices.lazy.filter { labels.contains(classes[$0]) }.map { $0 / width }
    guard let first = rows.min(), let last = rows.max() else { return nil }
    return first...last
  }

  /// The object's pixels become those of `pixels`; classes come from the nearest pixel of the right kind.
  private func redrawn(_ isMember: [Bool], as pixels: [Int]) -> Mask {
    let objects = NearestSites(height: height, width: width) { isMember[$0] }
    let others = NearestSites(height: height, width: width) { !isMember[$0] && classes[$0] != Self.void }
    var result = classes
    for pixel in result.indices where isMember[pixel] {
      result[pixel] = others.squaredDistances[pixel] == .infinity ? 0 : classes[others.sites[pixel]]
    }
    for pixel in pixels { result[pixel] = classes[objects.sites[pixel]] }
    return replacingClasses(result)
  }
}
