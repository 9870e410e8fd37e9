internal import Foundation
package import Tensors

/// Grows the arteries and veins of one eye out of its optic disc.
///
/// Vessels advance in short steps along a heading that follows their course, wound by a smooth random turn (tortuosity).
/// They taper, divide after Murray's law, and end where they are too narrow, leave the field, reach the fovea or would
/// meet a vessel of their own kind. Arteries and veins may cross each other, as they do.
package struct VesselGrowth {
  private static let step = 0.02
  /// Vessels below this radius are not drawn: about half a pixel in an image of 128 × 128.
  private static let leastRadius = 0.0070
  /// The share of its radius that a vessel loses from one division to the next.
  package static let taper = 0.08
  private static let largestCount = 600

  private let anatomy: FundusAnatomy
  private let tortuosity: Double
  private var random: RandomStream
  private var buds: [Bud] = []
  private var vessels: [Vessel] = []

  /// A vessel that is yet to grow.
  private struct Bud {
    var position: SIMD2<Double>
    var heading: Double
    var radius: Double
    var kind: Vessel.Kind
    var course: VesselCourse
    var parent: Int?
  }

  /// All vessels of an eye; a parent comes before its children.
  package static func vessels(of anatomy: FundusAnatomy, random: RandomStream) -> [Vessel] {
    var growth = VesselGrowth(anatomy: anatomy, random: random)
    growth.plantTrunks()
    var next = 0
    while next < growth.buds.count, growth.vessels.count < largestCount {
      growth.grow(growth.buds[next])
      next += 1
    }
    return growth.vessels
  }

  private init(anatomy: FundusAnatomy, random: RandomStream) {
    self.anatomy = anatomy
    self.random = random
    tortuosity = self.random.next(in: 0.5...1.5)
  }

  // MARK: Trunks

  /// A vein and an artery towards each quarter, and a few small vessels to the sides.
  private mutating func plantTrunks() {
    for side in [-1.0, 1.0] {
      for kind in [Vessel.Kind.vein, .artery] {
        let radius = kind == .vein ? random.next(in: 0.021...0.027) : random.next(in: 0.016...0.020)
        let arcade = anatomy.foveaDistance * random.next(in: 0.8...1.1) * (kind == .vein ? 1 : 0.93)
        plant(kind, radius, heading: trunkHeading(side, towards: anatomy.temporal), .arcade(side: side, radius: arcade))
        plant(kind, 0.8 * radius, heading: trunkHeading(side, towards: -anatomy.temporal), .radial)
      }
    }
    for _ in 0..<random.nextIndex(in: 2..<6) {
      let across = random.nextSign() > 0 ? 0.0 : Double.pi
      let kind = random.nextSign() > 0 ? Vessel.Kind.vein : .artery
      plant(kind, random.next(in: 0.009...0.013), heading: across + random.next(in: -0.6...0.6), .radial)
    }
  }

  /// Up or down, leaning to one side.
  private mutating func trunkHeading(_ side: Double, towards lean: Double) -> Double {
    let angle = lean == anatomy.temporal ? random.next(in: 0.05...0.5) : random.next(in: 0.3...1.0)
    return SIMD2(lean * sin(angle), side * cos(angle)).heading
  }

  private mutating func plant(_ kind: Vessel.Kind, _ radius: Double, heading: Double, _ course: VesselCourse) {
    let scatter = 0.22 * anatomy.discRadius
    let nasal = SIMD2(-anatomy.temporal * 0.15 * anatomy.discRadius, 0)
    let offset = SIMD2(random.next(in: -scatter...scatter), random.next(in: -scatter...scatter))
    buds.append(
      Bud(
        position: anatomy.disc + nasal + offset, heading: heading, radius: radius, kind: kind, course: course,
        parent: nil))
  }

  // MARK: One vessel

  private mutating func grow(_ bud: Bud) {
    // Thick vessels run further before they divide.
    let length = bud.radius * random.next(in: 7...21) + (bud.parent == nil ? anatomy.discRadius : 0.09)
    let count = max(2, Int((length / Self.step).rounded()))
    var (points, radii) = ([bud.position], [bud.radius])
    var heading = bud.heading
    var turn = 0.0
    var isFree = true
    for index in 1...count where isFree {
      turn = 0.75 * turn + random.nextNormal(deviation: 0.05 * tortuosity)
      heading = steered(heading, at: points[points.count - 1], along: bud.course) + turn
      let point = points[points.count - 1] + Self.step * SIMD2(heading: heading)
      isFree = isOpen(point, to: bud)
      guard isFree else { break }
      points.append(point)
      radii.append(bud.radius * (1 - Self.taper * Double(index) / Double(count)))
    }
    guard points.count > 1 else { return }
    vessels.append(Vessel(kind: bud.kind, parent: bud.parent, points: points, radii: radii))
    if isFree { divide(bud, at: points[points.count - 1], heading, radius: radii[radii.count - 1]) }
  }

  private func steered(_ heading: Double, at point: SIMD2<Double>, along course: VesselCourse) -> Double {
    // Inside the disc a vessel keeps the direction in which it came up from the nerve.
    guard anatomy.discDistance(point) > 0.8 else { return heading }
    let wanted = course.direction(at: point, in: anatomy).heading
    return heading + min(1, course.pull * Self.step) * wrappedAngle(wanted - heading)
  }

  /// Whether a vessel may reach a point: inside the field, outside the fovea, clear of its own kind.
  private func isOpen(_ point: SIMD2<Double>, to bud: Bud) -> Bool {
    guard point.length < 1.01, (point - anatomy.fovea).length > anatomy.avascularRadius else { return false }
    guard anatomy.discDistance(point) > 1.3 else { return true }
    return !vessels.enumerated().contains { index, vessel in
      vessel.kind == bud.kind && index != bud.parent && !isSibling(vessel, bud) && isNear(point, vessel, bud.radius)
    }
  }

  private func isSibling(_ vessel: Vessel, _ bud: Bud) -> Bool { bud.parent != nil && vessel.parent == bud.parent }

  private func isNear(_ point: SIMD2<Double>, _ vessel: Vessel, _ radius: Double) -> Bool {
    zip(vessel.points, vessel.radii).contains { ($0 - point).length < $1 + radius + 0.012 }
  }

  // MARK: Division

  private mutating func divide(_ bud: Bud, at point: SIMD2<Double>, _ heading: Double, radius: Double) {
    let narrowest = Self.leastRadius / radius
    guard narrowest < 0.79 else { return }
    // Trunks give off narrow side branches; small vessels divide more evenly.
    let asymmetry = random.next(in: max(0.35, 1.06 * narrowest)...0.95)
    let fork = MurrayBifurcation(radius: radius, asymmetry: asymmetry)
    let side = random.nextSign()
    let parent = vessels.count - 1
    let main = Bud(
      position: point, heading: heading - side * fork.angles.wide, radius: fork.radii.wide, kind: bud.kind,
      course: bud.course, parent: parent)
    var branch = main
    branch.heading = heading + side * fork.angles.narrow
    branch.radius = fork.radii.narrow
    branch.course = course(ofBranch: branch, from: bud)
    for bud in [main, branch] where bud.radius >= Self.leastRadius { buds.append(bud) }
  }

  /// Branches on the inner side of an arcade turn to the macula, the others run outwards.
  private func course(ofBranch branch: Bud, from bud: Bud) -> VesselCourse {
    guard case .arcade = bud.course else { return bud.course }
    let inwards = SIMD2(heading: branch.heading).dot(anatomy.fovea - branch.position) > 0
    return inwards ? .macular : .radial
  }
}
