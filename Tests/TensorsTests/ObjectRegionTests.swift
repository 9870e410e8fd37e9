import Tensors
import Testing

/// Regions that follow the objects of a mask.
@Suite struct ObjectRegionTests {
  /// Of 4 x 5 places: a lesion of two pixels and a scar of one in the target, another lesion in the truth.
  private let masks = RegionMasks(
    target: [
      0, 0, 0, 0, 0,
      0, 1, 1, 0, 0,
      0, 0, 0, 0, 2,
      -1, 0, 0, 0, 0,
    ],
    truth: [
      1, 0, 0, 0, 0,
      0, 0, 0, 0, 0,
      0, 0, 0, 0, 0,
      0, 0, 0, 0, 0,
    ], classNames: ["skin", "lesion", "scar"])

  private func context(_ masks: RegionMasks?) -> RegionContext {
    RegionContext(shape: [2, 4, 5], axes: [.channel, .height, .width], sample: "a", masks: masks)
  }

  /// The places of a region, which must be the same in both channels.
  private func places(_ text: String) throws -> [Int] {
    let allowed = try RegionSpecification(parsing: text).resolved(for: context(masks)).allowed
    #expect(Array(allowed[..<20]) == Array(allowed[20...]))
    return (0..<20).filter { allowed[$0] }
  }

  @Test(arguments: [
    ("inside", [6, 7, 14]), ("outside & rows:1", [5, 8, 9]), ("!outside", [6, 7, 14]), ("inside:lesion", [6, 7]),
    ("inside:2", [14]), ("inside:truth", [0]), ("inside: truth , lesion ", [0]),
    ("outside:truth & rows:0", [1, 2, 3, 4]),
    ("ring:1", [1, 2, 5, 8, 9, 11, 12, 13, 19]), ("ring:1,scar", [9, 13, 19]), ("ring:2,truth", [1, 2, 5, 6, 10]),
    ("ring:1,truth,lesion", [1, 5]), ("inside:lesion + ring:1,scar", [6, 7, 9, 13, 19]),
  ])
  func objectsAreFollowed(text: String, expected: [Int]) throws {
    #expect(try places(text) == expected)
  }

  @Test func aRingOfAnyWidthIsEverythingOutside() throws {
    #expect(try places("ring:9223372036854775807") == places("outside"))
  }

  @Test(arguments: [
    ("ring:0", RegionError.Reason.syntax, "at least 1"), ("ring:x", .syntax, "at least 1"),
    ("ring", .syntax, "does not know \"ring\""), ("inside:", .syntax, "one class"),
    ("inside:a,b", .syntax, "one class"), ("inside:hair", .mask, "the classes are skin, lesion, scar"),
    ("inside:truth,scar", .empty, "no element of sample a"),
  ])
  func whatIsWrongIsSaid(text: String, reason: RegionError.Reason, part: String) throws {
    let error = #expect(throws: RegionError.self) { try places(text) }
    #expect(try #require(error).reason == reason)
    #expect(try #require(error).description.contains(part), "\(error?.description ?? "")")
  }

  @Test func whereThereIsNoMaskThereIsNothingToFollow() throws {
    let error = #expect(throws: RegionError.self) {
      try RegionSpecification(parsing: "inside").resolved(for: context(nil))
    }
    #expect(try #require(error).description.contains("no mask to follow"))
  }

  @Test func aMaskFileMayBeNamedAfterTheSample() throws {
    let context = RegionContext(
      shape: [2, 3], axes: [.height, .width], sample: "eye_7",
      mask: { file in
        #expect(file == "masks/eye_7.png")
        return Tensor(repeating: 1, shape: [2, 3])
      })
    #expect(try RegionSpecification(parsing: "mask:masks/{id}.png").resolved(for: context).allowedCount == 6)
  }
}
