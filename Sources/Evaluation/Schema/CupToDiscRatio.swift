/// The vertical cup-to-disc ratio of an eye before and after an attack.
public struct CupToDiscRatio: Sendable, Codable, Equatable {
  /// Of the true mask; nil without one, or without a disc in it.
  public var truth: Double?
  /// Of the predictions; nil without a disc.
  public var before: Double?
  /// Of the mask to draw; nil for an untargeted attack.
  public var wanted: Double?
  public var after: Double?
  /// |after − wanted|; untargeted |after − truth|; nil where one of them is missing.
  public var error: Double?

  public init(truth: Double?, before: Double?, wanted: Double?, after: Double?) {
    self.truth = truth
    self.before = before
    self.wanted = wanted
    self.after = after
    error = after.flatMap { after in (wanted ?? truth).map { abs(after - $0) } }
  }
}

/// Which classes are the optic disc and the cup within it.
public struct DiscAndCup: Sendable, Equatable {
  public var disc: Int
  public var cup: Int

  public init(disc: Int, cup: Int) {
    self.disc = disc
    self.cup = cup
  }

  /// The classes whose names contain "disc" (or "disk") and "cup"; nil where there are none.
  public init?(classNames: [String]) {
    let names = classNames.map { $0.lowercased() }
    guard let cup = names.firstIndex(where: { $0.contains("cup") }),
      let disc = names.firstIndex(where: { ($0.contains("disc") || $0.contains("disk")) && !$0.contains("cup") })
    else { return nil }
    self.init(disc: disc, cup: cup)
  }

  /// The height of the cup as a share of that of disc and cup together, in rows; nil without either.
  public func ratio(in map: ClassMap) -> Double? {
    guard let whole = rows(of: [disc, cup], in: map) else { return nil }
    return Double(rows(of: [cup], in: map)?.count ?? 0) / Double(whole.count)
  }

  private func rows(of labels: [Int], in map: ClassMap) -> ClosedRange<Int>? {
    guard let first = map.classes.firstIndex(where: labels.contains),
      let last = map.classes.lastIndex(where: labels.contains)
    else { return nil }
    return first / map.width...last / map.width
  }
}
