import Reports
import Testing

@Suite struct ColourMapTests {
  private static let maps = [ColourMap.signal, .heat, .signed]

  /// What an eye sees that lacks one kind of cone, as matrices on linear RGB: Machado, Oliveira and Fernandes, "A
  /// physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
  enum Deficiency: CaseIterable {
    case protan, deutan, tritan

    var rows: [SIMD3<Double>] {
      switch self {
      case .protan:
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
      case .deutan:
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
      case .tritan:
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
      }
    }

    func seen(_ colour: RGB) -> OKLab {
      let linear = colour.linear
      let mixed = rows.map { min(max(($0 * linear).sum(), 0), 1) }
      return OKLab(linearRGB: SIMD3(mixed[0], mixed[1], mixed[2]))
    }
  }

  @Test(arguments: [ColourMap.signal.name, ColourMap.heat.name])
  func lightnessRisesSteadilyAlongSequentialMaps(name: String) throws {
    let map = try #require(Self.maps.first { $0.name == name })
    let lightness = map.entries.map { OKLab(linearRGB: $0.linear).lightness }
    for (darker, lighter) in zip(lightness, lightness.dropFirst()) {
      #expect(lighter > darker - 1e-6)
      #expect(lighter - darker < 0.012)
    }
    #expect(lightness[255] - lightness[0] > 0.75)
  }

  @Test func theSignedMapIsLightestInTheMiddleAndEvenOnBothSides() {
    let lightness = ColourMap.signed.entries.map { OKLab(linearRGB: $0.linear).lightness }
    #expect(lightness.max() == max(lightness[127], lightness[128]))
    for step in 0...127 { #expect(abs(lightness[step] - lightness[255 - step]) < 0.03) }
  }

  @Test(arguments: Deficiency.allCases)
  func bothEndsOfTheSignedMapDifferForEveryEye(deficiency: Deficiency) {
    let entries = ColourMap.signed.entries
    let ends = deficiency.seen(entries[0]).distance(to: deficiency.seen(entries[255]))
    let quarters = deficiency.seen(entries[64]).distance(to: deficiency.seen(entries[191]))
    #expect(ends > 0.15)
    #expect(quarters > 0.12)
  }

  @Test(arguments: Deficiency.allCases)
  func sequentialMapsRiseForEveryEye(deficiency: Deficiency) {
    for map in [ColourMap.signal, .heat] {
      let lightness = stride(from: 0, through: 255, by: 5).map { deficiency.seen(map.entries[$0]).lightness }
      #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 > $0 })
    }
  }

  @Test func controlColoursAreInsideTheGamut() {
    for map in Self.maps {
      for control in map.controls {
        let linear = control.colour.linearRGB
        #expect(linear.min() > -1e-3 && linear.max() < 1 + 1e-3, "\(map.name) at \(control.position)")
      }
    }
  }

  @Test func valuesOutsideAreClampedAndNaNIsGrey() {
    #expect(ColourMap.heat.colour(at: -3) == ColourMap.heat.entries[0])
    #expect(ColourMap.heat.colour(at: 7) == ColourMap.heat.entries[255])
    #expect(ColourMap.heat.colour(at: .nan) == .undefined)
  }

  @Test func oklabGoesThereAndBack() {
    for colour in [RGB(255, 0, 0), RGB(12, 200, 97), .white, .black] {
      #expect(RGB(OKLab(linearRGB: colour.linear)) == colour)
    }
    #expect(abs(OKLab(linearRGB: RGB.white.linear).lightness - 1) < 1e-6)
  }

  @Test func contrastFollowsWCAG() {
    #expect(abs(RGB.black.contrast(with: .white) - 21) < 1e-9)
    #expect(abs(RGB(119, 119, 119).contrast(with: .white) - 4.478) < 0.01)
  }

  @Test(arguments: Deficiency.allCases)
  func classColoursDifferForEveryEye(deficiency: Deficiency) {
    let seen = ImageRendering.classColours.map(deficiency.seen)
    for (index, one) in seen.enumerated() {
      for other in seen.dropFirst(index + 1) { #expect(one.distance(to: other) > 0.15) }
    }
  }
}
