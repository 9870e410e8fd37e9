import Tensors
import Testing

@Suite struct RegionSpecificationTests {
  private let sequence = RegionContext(
    shape: [5, 2, 3, 4], axes: [.time, .channel, .range, .doppler],
    frameKinds: [.idle, .action, .action, .idle, .padding], sample: "a")
  private let image = RegionContext(shape: [3, 6, 8], axes: [.channel, .height, .width], sample: "a")

  private func region(_ text: String, _ context: RegionContext? = nil) throws -> Region {
    try RegionSpecification(parsing: text).resolved(for: context ?? sequence)
  }

  /// The frames that a region touches, provided that it touches them whole.
  private func frames(_ text: String) throws -> [Int] {
    let region = try region(text)
    let perFrame = 2 * 3 * 4
    let counts = (0..<5).map { frame in region.allowed[frame * perFrame..<(frame + 1) * perFrame].count { $0 } }
    #expect(counts.allSatisfy { $0 == 0 || $0 == perFrame })
    return counts.indices.filter { counts[$0] > 0 }
  }

  @Test(arguments: [
    ("all", [0, 1, 2, 3, 4]), ("padding", [4]), ("idle", [0, 3, 4]), ("action", [1, 2]), ("frames:1-2,4", [1, 2, 4]),
    ("time:3-", [3, 4]), ("!action", [0, 3, 4]), ("!!action", [1, 2]), ("frames:0-3 & idle", [0, 3]),
    ("frames:0 + padding", [0, 4]), ("frames:0 + frames:1 & frames:2-4 + padding", [0, 4]),
    ("(frames:0 + frames:1) & frames:1-4", [1]), (" ! ( frames: 1 - 2 , 4 ) ", [0, 3]),
    ("frames:0-4 & !padding & !frames:0", [1, 2, 3]),
  ])
  func framesAreChosenByKindAndIndex(text: String, expected: [Int]) throws {
    #expect(try frames(text) == expected)
  }

  @Test func aBoxIsTheIntersectionOfItsSides() throws {
    let box = try region("box:time=1-2,4,range=0,doppler=2-3")
    #expect(box.allowedCount == 3 * 2 * 1 * 2)
    #expect(box.allowed == (try region("frames:1-2,4 & range:0 & doppler:2-3")).allowed)
    #expect(box.name == "box:time=1-2,4,range=0,doppler=2-3")
    #expect(try region("channel:1").allowedCount == 60)
    #expect(try region("padding").name == "padding frames")
  }

  @Test func imagesHaveRowsColumnsAndABorder() throws {
    #expect(try region("rows:0-1", image).allowedCount == 3 * 2 * 8)
    #expect(try region("columns:7", image).allowedCount == 3 * 6)
    #expect(try region("border:1", image).allowedCount == 3 * (48 - 24))
    #expect(try region("!border:2", image).allowedCount == 3 * 2 * 4)
    #expect(try region("border:99", image).allowedCount == 3 * 48)
    #expect(try region("border:1").allowedCount == 5 * 2 * (12 - 2))
  }

  @Test func aRandomShareIsExactSeededAndTheSameOnAllChannels() throws {
    let tenth = try region("random:0.25", image)
    #expect(tenth.allowedCount == 3 * 12)
    #expect(Array(tenth.allowed[0..<48]) == Array(tenth.allowed[48..<96]))
    #expect(try region("random:0.25", image) == tenth)
    let other = RegionContext(shape: [3, 6, 8], axes: [.channel, .height, .width], sample: "b")
    #expect(try region("random:0.25", other) != tenth)
    #expect(try region("random:0.25,7", other).allowed == (try region("random:0.25,7", image)).allowed)
    #expect(try region("random:1", image).allowedCount == 144)
    #expect(try region("random:0.0001", image).allowedCount == 3)
    let perFrame = try region("random:0.5")
    #expect(perFrame.allowedCount == 60)
  }

  @Test(arguments: [
    ([6, 8], 3), ([1, 8], 18), ([3, 6, 8], 1), ([8], 18), ([], 144),
  ])
  func masksOfEveryFittingShapeSpread(shape: [Int], expected: Int) throws {
    var mask = Tensor(repeating: 0, shape: shape)
    mask.withMutableScalars { $0[$0.count - 1] = 255 }
    let context = RegionContext(
      shape: [3, 6, 8], axes: [.channel, .height, .width],
      mask: { file in
        #expect(file == "m.png")
        return mask
      })
    let found = try region("mask:m.png", context)
    #expect(found.allowedCount == expected)
    #expect(found.allowed.last == true)
  }

  /// Two frames and two channels: the mask's first axis is time, since a position means all channels.
  @Test func aMaskWithoutChannelsSpreadsOverThem() throws {
    let context = RegionContext(
      shape: [2, 2, 3], axes: [.time, .channel, .range],
      mask: { _ in Tensor(shape: [2, 3], scalars: [1, 0, 0, 0, 0, 0]) })
    let expected = [true, false, false, true, false, false] + [Bool](repeating: false, count: 6)
    #expect(try region("mask:\"a + b (1).npy\"", context).allowed == expected)
    #expect(try RegionSpecification(parsing: "mask:\"a + b (1).npy\" & all").maskFiles == ["a + b (1).npy"])
  }

  @Test(arguments: [
    ("", RegionError.Reason.syntax, "is empty"), ("  ", .syntax, "ends"),
    ("gesture", .syntax, "does not know \"gesture\""),
    ("all &", .syntax, "ends"), ("all all", .syntax, "does not know"), ("(all", .syntax, "closing parenthesis"),
    ("all)", .syntax, "did not expect \")\""), ("frames:", .syntax, "needs indices"),
    ("frames:9-3", .syntax, "needs indices"), ("frames:1,,2", .syntax, "needs indices"),
    ("frames:-3", .syntax, "needs indices"), ("frames:99999999999999999999", .syntax, "needs indices"),
    ("frames:1-2-3", .syntax, "needs indices"), ("box:1-2", .syntax, "axis=indices"),
    ("box:", .syntax, "axis=indices"), ("box:time=x", .syntax, "needs indices"),
    ("border:0", .syntax, "at least 1"), ("border:x", .syntax, "at least 1"), ("random:0", .syntax, "share"),
    ("random:2", .syntax, "share"), ("random:nan", .syntax, "share"), ("random:0.1,x", .syntax, "share"),
    ("mask:", .syntax, "needs a file"), ("mask:\"a", .syntax, "quotation"), (":3", .syntax, "without a name"),
    ("frames:5", .outOfRange, "time 5 goes past the last index 4"), ("range:2-3", .outOfRange, "range 2-3"),
    ("frames:7-", .outOfRange, "time 7- goes past"),
    ("rows:1", .unknownAxis, "no height axis; its axes are time, channel, range, doppler"),
    ("antenna:1", .unknownAxis, "no antenna axis"), ("mask:m.npy", .mask, "no masks can be read here"),
    ("action & idle", .empty, "no element of sample a"),
  ])
  func whatIsWrongIsSaid(text: String, reason: RegionError.Reason, part: String) throws {
    let error = #expect(throws: RegionError.self) { try region(text) }
    #expect(try #require(error).reason == reason)
    #expect(try #require(error).description.contains(part), "\(error?.description ?? "")")
  }

  @Test func nestingWithoutEndIsRefused() {
    for text in [String(repeating: "(", count: 100_000), String(repeating: "!", count: 100_000) + "all"] {
      #expect(throws: RegionError.self) { try region(text) }
    }
  }

  @Test func framesNeedToBeKnown() throws {
    let unknown = RegionContext(shape: [5, 2], axes: [.time, .range])
    #expect(try #require(throws: RegionError.self) { try region("padding", unknown) }.description.contains("not known"))
    let few = RegionContext(shape: [5, 2], axes: [.time, .range], frameKinds: [.idle])
    #expect(try #require(throws: RegionError.self) { try region("padding", few) }.description.contains("1 frame kinds"))
    let none = RegionContext(shape: [1, 2], axes: [.time, .range], frameKinds: [.action], sample: "rec_7")
    let error = try #require(throws: RegionError.self) { try region("padding", none) }
    #expect(
      error.description
        == "region \"padding\": sample rec_7 has no padding frame; leave it out or choose another region")
    #expect(try RegionSpecification(parsing: "all & !(padding)").needsFrameKinds)
    #expect(try !RegionSpecification(parsing: "all & !frames:1").needsFrameKinds)
  }

  @Test func masksThatDoNotFitAreRefused() throws {
    for (tensor, part) in [
      (Tensor(repeating: 1, shape: [7, 8]), "is [7, 8], which does not fit the input [3, 6, 8]"),
      (Tensor(repeating: .nan, shape: [6, 8]), "contains NaN"),
      (Tensor(repeating: 1, shape: [1, 3, 6, 8]), "does not fit"), (Tensor(repeating: 0, shape: [6, 8]), "no element"),
    ] {
      let context = RegionContext(shape: [3, 6, 8], axes: [.channel, .height, .width], mask: { _ in tensor })
      let error = try #require(throws: RegionError.self) { try region("mask:m", context) }
      #expect(error.description.contains(part), "\(error)")
    }
  }

  @Test func zerosAndNonzerosArePlacesOfTheCleanInput() throws {
    let clean = Tensor(shape: [2, 3], scalars: [0, 0.5, -0.0, 1, 0, -2])
    let context = RegionContext(
      shape: [2, 3], axes: [.time, .range], frameKinds: [.action, .padding], clean: clean)
    func flags(_ text: String) throws -> [Bool] {
      try RegionSpecification(parsing: text).resolved(for: context).allowed
    }
    #expect(try flags("zeros") == [true, false, true, false, true, false])
    #expect(try flags("nonzero") == [false, true, false, true, false, true])
    #expect(try flags("zeros & padding") == [false, false, false, false, true, false])
    let unknown = RegionContext(shape: [2, 3], axes: [.time, .range])
    let error = #expect(throws: RegionError.self) {
      try RegionSpecification(parsing: "zeros").resolved(for: unknown)
    }
    #expect(error?.reason == .unknownValues)
  }
}
