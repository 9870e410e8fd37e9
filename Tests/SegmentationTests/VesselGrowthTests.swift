import Foundation
import Segmentation
import Tensors
import Testing

@Suite struct VesselGrowthTests {
  private struct Eye {
    let anatomy: FundusAnatomy
    let vessels: [Vessel]

    init(seed: UInt64) {
      var random = RandomStream(seed: seed)
      anatomy = FundusAnatomy(random: &random)
      vessels = VesselGrowth.vessels(of: anatomy, random: RandomStream(seed: seed + 100))
    }
  }

  private func distance(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { hypot(a.x - b.x, a.y - b.y) }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func trunksLeaveTheDiscAndBranchesLeaveTheirParents(seed: UInt64) {
    let eye = Eye(seed: seed)
    for (index, vessel) in eye.vessels.enumerated() {
      if let parent = vessel.parent {
        #expect(parent < index)
        #expect(eye.vessels[parent].points.last == vessel.points[0])
        #expect(eye.vessels[parent].kind == vessel.kind)
      } else {
        #expect(distance(vessel.points[0], eye.anatomy.disc) < 0.5 * eye.anatomy.discRadius)
      }
    }
    #expect(Set(eye.vessels.map(\.kind)).count == 2)
    #expect(eye.vessels.count > 40)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func vesselsTaperAndDivideAfterMurray(seed: UInt64) throws {
    let vessels = Eye(seed: seed).vessels
    var forks = 0
    for (index, vessel) in vessels.enumerated() {
      #expect(zip(vessel.radii, vessel.radii.dropFirst()).allSatisfy { $0 > $1 })
      let last = try #require(vessel.radii.last)
      let children = vessels.filter { $0.parent == index }
      guard children.count == 2 else { continue }
      forks += 1
      let cubes = children.reduce(0) { $0 + pow($1.radii[0], 3) }
      #expect(abs(cubes / pow(last, 3) - 1) < 1e-9)
    }
    #expect(forks > 15)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func noVesselEntersTheFovea(seed: UInt64) {
    let eye = Eye(seed: seed)
    for point in eye.vessels.flatMap({ $0.points.dropFirst() }) {
      #expect(distance(point, eye.anatomy.fovea) > eye.anatomy.avascularRadius)
      #expect(hypot(point.x, point.y) < 1.02)
    }
  }
}
