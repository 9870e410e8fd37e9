import Segmentation
import Testing

/// Masks changed as a clinician would say it.
@Suite struct MaskClinicalTests {
  /// A square of 20 × 20 pixels in the middle of 40 × 40.
  private var square: Mask {
    let classes = (0..<1600).map { (10..<30).contains($0 / 40) && (10..<30).contains($0 % 40) ? Int32(1) : 0 }
    return Mask(height: 40, width: 40, classCount: 2, classes: classes)
  }

  /// A disc (1) of radius 15 with a cup (2) of radius 6, on 40 × 40.
  private var eye: Mask {
    let classes = (0..<1600).map { pixel -> Int32 in
      let (y, x) = (pixel / 40 - 20, pixel % 40 - 20)
      let square = x * x + y * y
      return square <= 36 ? 2 : square <= 225 ? 1 : 0
    }
    return Mask(height: 40, width: 40, classCount: 3, classes: classes)
  }

  @Test func anErasedClassIsFilledWithItsSurroundings() {
    let mask = drawn(["1111v", "1221v", "1221.", "1111."], classCount: 3)
    #expect(mask.erased(2) == drawn(["1111v", "1111v", "1111.", "1111."], classCount: 3))
    #expect(mask.erased(nil) == mask.emptied())
    #expect(drawn(["22", "2v"], classCount: 3).erased(2) == nil)
    #expect(drawn(["..", ".v"]).erased(1) == drawn(["..", ".v"]))
  }

  @Test(arguments: [1.25, 1.5, 0.75, 0.5, 1])
  func theAreaComesNearToWhatIsWanted(factor: Double) {
    let area = square.resized(nil, toArea: factor).pixelCounts[1]
    // A rim of one pixel more is about 80 pixels: half of them is as near as whole levels come.
    #expect(abs(Double(area) - factor * 400) <= 45)
    #expect(square.resized(1, toArea: factor) == square.resized(nil, toArea: factor))
    #expect(factor < 1 ? area < 400 : factor > 1 ? area > 400 : area == 400)
  }

  @Test func growingStopsAtVoidAndShrinkingToNothingLeavesNothing() {
    #expect(drawn(["v1.."]).resized(nil, toArea: 3) == drawn(["v111"]))
    #expect(square.resized(nil, toArea: 0).isEmpty)
    #expect(drawn(["...."]).resized(nil, toArea: 2) == drawn(["...."]))
    let two = drawn(["1111", "1221", "1111"], classCount: 3)
    #expect(two.resized(2, toArea: 0) == drawn(["1111", "1111", "1111"], classCount: 3))
  }

  @Test(arguments: [0.2, 0.5, 0.8, 1])
  func theCupReachesItsShareOfTheDisc(ratio: Double) throws {
    let mask = eye
    #expect(mask.cupToDiscRatio(cup: 2, disc: 1) == 13.0 / 31)
    let changed = try #require(mask.withCupToDiscRatio(ratio, cup: 2, disc: 1))
    let reached = try #require(changed.cupToDiscRatio(cup: 2, disc: 1))
    #expect(abs(reached - ratio) <= 1.01 / 31)
    // The disc as a whole stays what it is.
    #expect(changed.classes.map { $0 > 0 } == mask.classes.map { $0 > 0 })
    #expect(mask.emptied().withCupToDiscRatio(ratio, cup: 2, disc: 1) == nil)
  }

  @Test func oneClassMovesAndTheRestStays() {
    let mask = drawn(["11..", "12..", "11.v"], classCount: 3)
    #expect(mask.moved(2, dx: 1, dy: 1) == drawn(["11..", "11..", "112v"], classCount: 3))
    #expect(mask.moved(2, dx: 2, dy: 1) == drawn(["11..", "11..", "11.v"], classCount: 3))
    #expect(mask.moved(2, dx: 9, dy: 0) == drawn(["11..", "11..", "11.v"], classCount: 3))
  }
}
