import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// Outlines whose distances are known.
@Suite struct BoundaryAgreementTests {
  private func square(_ rows: Range<Int>, _ columns: Range<Int>, label: Int = 1) -> ClassMap {
    ClassMap(
      height: 40, width: 40,
      classes: (0..<1600).map { rows.contains($0 / 40) && columns.contains($0 % 40) ? label : 0 })
  }

  private func scores(
    _ predicted: ClassMap, _ reference: ClassMap, ignored: Int? = nil, spacing: PixelSpacing? = nil
  ) -> BoundaryScores {
    BoundaryAgreement.scores(
      predicted: predicted, reference: reference, classCount: 3, ignored: ignored, spacing: spacing)
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

  // MARK: In millimetres

  @Test func millimetresAreThereOnlyWhereTheSpacingIsKnown() {
    let (predicted, reference) = (square(5..<6, 5..<6), square(8..<9, 9..<10))
    #expect(scores(predicted, reference).millimetres == nil)
    #expect(scores(predicted, reference, spacing: PixelSpacing(row: 0, column: 1)).millimetres == nil)
    // 3 rows of 1 mm and 4 columns of 0.5 mm.
    let one = scores(predicted, reference, spacing: PixelSpacing(row: 1, column: 0.5))
    #expect(one.millimetres?.hausdorff95[1] == 13.0.squareRoot() && one.hausdorff95[1] == 5)
    #expect(one.millimetres?.meanHausdorff95 == 13.0.squareRoot())
    #expect(one.millimetres?.hausdorff95[2].isNaN == true)
  }

  @Test func equalSpacingScalesAndLeavesTheRestAsItWas() {
    let (predicted, reference) = (square(10..<24, 10..<24), square(7..<27, 8..<25))
    let (pixels, one) = (
      scores(predicted, reference), scores(predicted, reference, spacing: PixelSpacing(row: 0.25, column: 0.25))
    )
    #expect(one.millimetres?.meanHausdorff95 == 0.25 * pixels.meanHausdorff95)
    #expect(one.hausdorff95[1] == pixels.hausdorff95[1] && one.f1[1] == pixels.f1[1])
  }

  @Test func linesMovedAlongEachAxisAreAsFarAsThatAxisSays() {
    let spacing = PixelSpacing(row: 3, column: 0.5)
    let rows = scores(square(10..<11, 0..<40), square(17..<18, 0..<40), spacing: spacing)
    #expect(rows.millimetres?.meanHausdorff95 == 21)
    let columns = scores(square(0..<40, 10..<11), square(0..<40, 17..<18), spacing: spacing)
    #expect(columns.millimetres?.meanHausdorff95 == 3.5)
  }

  /// Thick slices: the nearest pixel of the other outline is another one than in pixels.
  ///
  /// From (0, 0) to the nearer of (0, 6) and (2, 0): 2 rows in pixels, 6 columns where rows lie 5 mm apart.
  @Test func theNearestPixelIsTheNearestInMillimetres() {
    let point = square(0..<1, 0..<1)
    var classes = square(0..<1, 6..<7).classes
    classes[2 * 40] = 1
    let pair = ClassMap(height: 40, width: 40, classes: classes)
    let one = BoundaryAgreement.scores(
      predicted: point, reference: pair, classCount: 2, spacing: PixelSpacing(row: 5, column: 1))
    // Back from the pair: 6 and 10 mm, whose interpolated 95th percentile is 9.8; in pixels 2 and 6.
    #expect(abs((one.millimetres?.hausdorff95[1] ?? 0) - 9.8) < 1e-12)
    #expect(abs(one.hausdorff95[1] - 5.8) < 1e-12)
  }

  @Test func aMissingClassHasNoDistanceInMillimetresEither() {
    let one = scores(square(0..<0, 0..<0), square(5..<15, 5..<15), spacing: PixelSpacing(row: 2, column: 2))
    #expect(one.millimetres?.meanHausdorff95.isNaN == true && one.meanF1 == 0)
  }

  private struct Case: Encodable {
    let height: Int, width: Int, spacing: [Double], predicted: [Int], reference: [Int]
  }

  /// Two blobs of random discs.
  private static func randomCase(_ number: Int) -> Case {
    var random = RandomStream(seed: 5, sample: "\(number)", attack: "blobs")
    let (height, width) = (20 + random.nextIndex(in: 0..<30), 20 + random.nextIndex(in: 0..<30))
    func blob() -> [Int] {
      let discs = (0..<4).map { _ in
        (random.nextIndex(in: 0..<height), random.nextIndex(in: 0..<width), 1 + random.nextIndex(in: 0..<7))
      }
      return (0..<height * width).map { pixel in
        discs.contains { row, column, radius in
          let (down, right) = (pixel / width - row, pixel % width - column)
          return down * down + right * right <= radius * radius
        } ? 1 : 0
      }
    }
    let spacing = [0.2 + 4 * Double(random.nextUniform()), 0.2 + 4 * Double(random.nextUniform())]
    return Case(height: height, width: width, spacing: spacing, predicted: blob(), reference: blob())
  }

  @Test func distancesAreThoseOfScipy() throws {
    guard let python = PythonProgram(with: ["numpy", "scipy"]) else {
      print("scipy is missing: Hausdorff-95 is not compared with it")
      return
    }
    let cases = (0..<25).map(Self.randomCase), folder = try TemporaryFolder()
    let path = folder.file("cases.json")
    try JSONEncoder().encode(cases).write(to: URL(fileURLWithPath: path))
    let result = try python.run(script: "hausdorff95.py", [path], beside: #filePath)
    #expect(result.status == 0, "\(result.output)")
    let expected = result.output.split(separator: "\n").compactMap { Double($0) }
    #expect(expected.count == cases.count)
    for (one, wanted) in zip(cases, expected) {
      func map(_ classes: [Int]) -> ClassMap { ClassMap(height: one.height, width: one.width, classes: classes) }
      let scores = BoundaryAgreement.scores(
        predicted: map(one.predicted), reference: map(one.reference), classCount: 2,
        spacing: PixelSpacing(row: one.spacing[0], column: one.spacing[1]))
      #expect(abs((scores.millimetres?.hausdorff95[1] ?? .nan) - wanted) <= 1e-9 * wanted)
    }
  }
}
