import Foundation
import Segmentation
import Testing

@Suite struct MurrayBifurcationTests {
  @Test(arguments: [0.1, 0.35, 0.8, 1])
  func cubesOfTheRadiiAddUp(asymmetry: Double) {
    let fork = MurrayBifurcation(radius: 0.02, asymmetry: asymmetry)
    #expect(abs(pow(fork.radii.wide, 3) + pow(fork.radii.narrow, 3) - 8e-6) < 1e-16)
    #expect(abs(fork.radii.narrow / fork.radii.wide - asymmetry) < 1e-12)
  }

  /// Murray's own figure: two equal branches part by 75 degrees (arccos of 2^(2/3) / 2 to each side).
  @Test func equalBranchesPartBy75Degrees() {
    let fork = MurrayBifurcation(radius: 1, asymmetry: 1)
    #expect(abs(fork.angles.wide * 180 / .pi - 37.4667) < 1e-3)
    #expect(fork.angles.narrow == fork.angles.wide)
  }

  @Test func theNarrowBranchTurnsAwayFurther() {
    let fork = MurrayBifurcation(radius: 1, asymmetry: 0.3)
    #expect(fork.angles.wide < 0.1)
    #expect(fork.angles.narrow > 1)
  }
}
