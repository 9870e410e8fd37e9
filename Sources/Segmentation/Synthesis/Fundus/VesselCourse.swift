/// Where a vessel tends to as it grows.
enum VesselCourse: Sendable, Hashable {
  /// Round the macula, above (`side` −1) or below it (+1), at `radius` from the fovea: the temporal arcades.
  case arcade(side: Double, radius: Double)
  /// Away from the disc.
  case radial
  /// Towards the fovea.
  case macular

  /// The direction wanted at a point.
  func direction(at point: SIMD2<Double>, in anatomy: FundusAnatomy) -> SIMD2<Double> {
    switch self {
    case .radial: return (point - anatomy.disc).normalized
    case .macular: return (anatomy.fovea - point).normalized
    case .arcade(let side, let radius):
      let spoke = point - anatomy.fovea
      let tangent = spoke.normalized.turned * (-anatomy.temporal * side)
      // Back to the circle where the vessel has left it.
      return (tangent + spoke.normalized * (radius / max(spoke.length, 1e-6) - 1)).normalized
    }
  }

  /// How much of the difference to the wanted direction is made up per unit of length.
  var pull: Double {
    switch self {
    case .arcade: 5
    case .radial: 1.6
    case .macular: 2.2
    }
  }
}
