import Segmentation
import Testing

@Suite struct MaskShapeTests {
  @Test func shiftingMovesRightAndDownAndDropsWhatLeaves() {
    let mask = drawn(["12..", "....", "v..."], classCount: 3)
    #expect(mask.shifted(dx: 2, dy: 1) == drawn(["....", "..12", "v..."], classCount: 3))
    #expect(mask.shifted(dx: -1, dy: 0) == drawn(["2...", "....", "v..."], classCount: 3))
    #expect(mask.shifted(dx: 0, dy: 2) == drawn(["....", "....", "v2.."], classCount: 3))
    #expect(mask.shifted(dx: Int.max, dy: Int.min).isEmpty)
  }

  @Test func scalingKeepsTheCentroid() {
    let mask = drawn([".......", "..111..", "..111..", "..111..", "......."])
    #expect(mask.centroid.map { [$0.row, $0.column] } == [2, 3])
    #expect(mask.scaled(by: 1.0 / 3) == drawn([".......", ".......", "...1...", ".......", "......."]))
    #expect(
      mask.scaled(by: 1.6) == drawn([".11111.", ".11111.", ".11111.", ".11111.", ".11111."]))
    #expect(mask.scaled(by: 1) == mask)
    #expect(mask.scaled(by: 1e-300).pixelCounts[1] <= 1)
    #expect(mask.emptied().scaled(by: 2) == mask.emptied())
    #expect(mask.emptied().centroid == nil)
  }

  /// By definition: a pixel survives unless a background pixel lies within the radius.
  private func erodedByDefinition(_ mask: Mask, _ radius: Double) -> [Int32] {
    indices(mask).map { place in
      let label = mask[place.row, place.column]
      guard label > 0 else { return label }
      return neighbours(of: place, mask, radius).contains { mask[$0.row, $0.column] == 0 } ? 0 : label
    }
  }

  private func indices(_ mask: Mask) -> [(row: Int, column: Int)] {
    (0..<mask.height * mask.width).map { ($0 / mask.width, $0 % mask.width) }
  }

  private func squaredDistance(_ a: (row: Int, column: Int), _ b: (row: Int, column: Int)) -> Int {
    (a.row - b.row) * (a.row - b.row) + (a.column - b.column) * (a.column - b.column)
  }

  private func neighbours(
    of place: (row: Int, column: Int), _ mask: Mask, _ radius: Double
  ) -> [(row: Int, column: Int)] {
    indices(mask).filter { Double(squaredDistance($0, place)) <= radius * radius }
  }

  @Test(arguments: [0, 1, 1.5, 2, 3.7, 40], [0.1, 0.5, 0.95])
  func erosionAndDilationFollowTheirDefinition(radius: Double, density: Double) {
    let mask = randomMask(height: 13, width: 17, classCount: 4, density: density, seed: UInt64(density * 100))
    #expect(mask.eroded(radius: radius).classes == erodedByDefinition(mask, radius))
    let dilated = mask.dilated(radius: radius)
    for place in indices(mask) {
      let before = mask[place.row, place.column], after = dilated[place.row, place.column]
      let objects = neighbours(of: place, mask, radius).filter { mask[$0.row, $0.column] > 0 }
      let nearest = objects.map { squaredDistance($0, place) }.min()
      // Of several objects equally near, any may win.
      let winners = objects.filter { squaredDistance($0, place) == nearest }.map { mask[$0.row, $0.column] }
      #expect(before != 0 ? after == before : winners.isEmpty ? after == 0 : winners.contains(after))
    }
  }

  @Test func anObjectIsNotWornAwayFromTheBorder() {
    #expect(drawn(["1111", "1111"]).eroded(radius: 3) == drawn(["1111", "1111"]))
    #expect(drawn(["111.", "111."]).eroded(radius: 1) == drawn(["11..", "11.."]))
    #expect(drawn(["...."]).dilated(radius: 5) == drawn(["...."]))
  }

  @Test func invertingAndEmptyingLeaveVoidAlone() {
    #expect(drawn(["01v"]).inverted() == drawn(["10v"]))
    #expect(drawn(["02v"], classCount: 3).emptied() == drawn(["00v"], classCount: 3))
  }
}
