import Evaluation
import Testing

/// Outlines whose distances are known.
@Suite struct BoundaryAgreementTests {
  private func square(_ rows: Range<Int>, _ columns: Range<Int>, label: Int = 1) -> ClassMap {
    ClassMap(
      height: 40, width: 40,
      classes: (0..<1600).map { rows.contains($0 / 40) && columns.contains($0 % 40) ? label : 0 })
  }

  private func scores(_ predicted: ClassMap, _ reference: ClassMap, ignored: Int? = nil) -> BoundaryScores {
    BoundaryAgreement.scores(predicted: predicted, reference: reference, classCount: 3, ignored: ignored)
  }

  @Test func equalMapsHaveNoDistance() {
    let scores = scores(square(5..<15, 5..<15), square(5..<15, 5..<15))
    #expect(scores.meanHausdorff95 == 0 && scores.meanF1 == 1)
    #expect(scores.hausdorff95[0].isNaN && scores.hausdorff95[2].isNaN && scores.f1[2].isNaN)
  }

  @Test func pixelsApartAreAsFarAsTheyAre() {
    // 3 down and 4 to the right: 5.
    let scores = scores(square(5..<6, 5..<6), square(8..<9, 9..<10))
    #expect(scores.hausdorff95[1] == 5 && scores.f1[1] == 0)
  }

  @Test func aWiderSquareIsAsFarAsItsRim() {
    // Concentric squares, the outer one 3 pixels wider on each side: all of the inner outline lies 3 away; of the outer one's
    // 76 pixels fewer than 5 % lie further than the diagonal of a corner's neighbour.
    let scores = scores(square(10..<24, 10..<24), square(7..<27, 7..<27))
    let distance = scores.meanHausdorff95
    #expect(distance >= 3 && distance <= 18.0.squareRoot())
    #expect(scores.meanF1 == 0)
    // One pixel wider is within the tolerance of one pixel, but for the corners.
    let near = self.scores(square(10..<24, 10..<24), square(9..<25, 9..<25))
    // Outer outline 60 pixels, its 4 corners √2 away; inner outline 52, all of it 1 away.
    let precision = 1.0, recall = 56.0 / 60
    #expect(abs(near.meanF1 - 2 * precision * recall / (precision + recall)) < 1e-12)
    #expect(near.hausdorff95[1] >= 1 && near.hausdorff95[1] <= 2.0.squareRoot())
  }

  @Test func aLineMovedHasItsShiftInBothDirections() {
    let one = scores(square(10..<11, 0..<40), square(17..<18, 0..<40))
    #expect(one.meanHausdorff95 == 7 && one.meanF1 == 0)
    #expect(scores(square(17..<18, 0..<40), square(10..<11, 0..<40)) == one)
  }

  @Test func aMissingClassHasNoDistance() {
    let empty = square(0..<0, 0..<0)
    let one = scores(empty, square(5..<15, 5..<15))
    #expect(one.meanHausdorff95.isNaN && one.meanF1 == 0)
    let none = scores(empty, empty)
    #expect(none.meanHausdorff95.isNaN && none.meanF1.isNaN)
  }

  @Test func ignoredPixelsBelongToNoClass() {
    var classes = square(5..<15, 5..<15).classes
    for pixel in classes.indices where pixel / 40 >= 30 { classes[pixel] = -1 }
    let reference = ClassMap(height: 40, width: 40, classes: classes)
    var drawn = square(5..<15, 5..<15).classes
    for pixel in drawn.indices where pixel / 40 >= 32 { drawn[pixel] = 1 }
    let predicted = ClassMap(height: 40, width: 40, classes: drawn)
    #expect(scores(predicted, reference, ignored: -1).meanHausdorff95 == 0)
    #expect(scores(predicted, reference).meanHausdorff95 > 10)
  }
}
