/// What a single scatterer looks like in a range-Doppler map: the main lobe of the windows along both axes.
///
/// Both profiles have an odd number of values, the middle one at the scatterer's own bin, and sum 1.
public struct PointSpread: Sendable, Hashable {
  public let range: [Float]
  public let doppler: [Float]

  /// Profiles as they are, scaled to sum 1.
  public init(range: [Float], doppler: [Float]) {
    precondition(range.count % 2 == 1 && doppler.count % 2 == 1, "PointSpread: profiles need a middle value")
    self.range = Self.normalised(range)
    self.doppler = Self.normalised(doppler)
  }

  /// The main lobe of a window.
  ///
  /// - Parameters:
  ///   - window: the window along both axes.
  ///   - zeroPadding: how many bins of the map one bin of the transform takes (2 for a transform of twice the length).
  public init(window: WindowLobe, zeroPadding: Int = 1) {
    precondition(zeroPadding >= 1, "PointSpread: zero padding of at least 1, is \(zeroPadding)")
    let side = (0...4 * zeroPadding).map { Float(window.response(bins: Double($0) / Double(zeroPadding))) }
    // The lobe ends where the response stops falling.
    var lobe = side.prefix(1)
    for value in side.dropFirst() {
      guard value < (lobe.last ?? 0), value > 1e-3 else { break }
      lobe.append(value)
    }
    let profile = Array(lobe.dropFirst().reversed()) + Array(lobe)
    self.init(range: profile, doppler: profile)
  }

  private static func normalised(_ profile: [Float]) -> [Float] {
    let sum = profile.reduce(0, +)
    precondition(profile.allSatisfy { $0 >= 0 } && sum > 0, "PointSpread: a profile must be non-negative and not zero")
    return profile.map { $0 / sum }
  }
}
