import Images
import Segmentation
import Tensors
import TestSupport
import Testing

@Suite struct MaskReaderTests {
  private func grey(_ values: [Int], bitDepth: Int = 8) -> Image {
    Image(
      header: ImageHeader(width: values.count, height: 1, colour: .grey, bitDepth: bitDepth),
      samples: bitDepth == 16 ? .words(values.map(UInt16.init)) : .bytes(values.map(UInt8.init)))
  }

  private func read(_ image: Image, _ reader: MaskReader = MaskReader()) throws -> DecodedMask {
    try reader.mask(of: image, source: "m.png")
  }

  private func refusal(_ image: Image, _ reader: MaskReader = MaskReader()) -> SegmentationError? {
    #expect(throws: SegmentationError.self) { try reader.mask(of: image, source: "m.png") }
  }

  @Test func oneBitMasksAreBackgroundAndForeground() throws {
    let found = try read(grey([0, 1, 1], bitDepth: 1))
    #expect(found.coding == .oneBit)
    #expect(found.mask.classes == [0, 1, 1])
    #expect(found.mask.classCount == 2)
  }

  @Test(arguments: [(8, 255), (16, 65535)]) func zeroAndTheLargestValueAreTwoClasses(depth: Int, largest: Int) throws {
    let found = try read(grey([0, largest, 0], bitDepth: depth))
    #expect(found.coding == .twoValues(background: 0, foreground: largest))
    #expect(found.mask.classes == [0, 1, 0])
    #expect("\(found.coding)" == "two values: 0 is background, \(largest) is foreground")
    #expect(try read(grey([largest, largest], bitDepth: depth)).mask.classes == [1, 1])
  }

  @Test func zeroAloneIsBackgroundUnderEveryCoding() throws {
    let found = try read(grey([0, 0]), MaskReader(classCount: 4))
    #expect(found.coding == .onlyBackground)
    #expect(found.mask.isEmpty)
    #expect(found.mask.classCount == 4)
  }

  @Test func valuesBelowTheClassCountAreClasses() throws {
    let found = try read(grey([0, 3, 1, 3]), MaskReader(classCount: 5))
    #expect(found.coding == .classIndex([0, 1, 3]))
    #expect(found.mask.classes == [0, 3, 1, 3])
    #expect(try read(grey([0, 1])).coding == .classIndex([0, 1]))
    #expect(try read(grey([0, 7, 2])).mask.classCount == 8)
  }

  @Test func twoOtherValuesAreTakenWhenThereAreTwoClasses() throws {
    let found = try read(grey([29, 226, 29]), MaskReader(classCount: 2))
    #expect(found.coding == .twoValues(background: 29, foreground: 226))
    #expect(found.mask.classes == [0, 1, 0])
    #expect(try read(grey([10, 40])).coding == .twoValues(background: 10, foreground: 40))
  }

  @Test func ambiguousValuesAreAnErrorThatListsThemAndNamesTheFlag() {
    let levels = refusal(grey(Array(0...254)))
    #expect(levels?.what.contains("255 values (0, 1, 2, 3, 4, 5, … 253, 254)") == true)
    #expect(levels?.hint.contains("--mask-threshold 127") == true)
    #expect(levels?.hint.contains("--mask-coding") == true)
    #expect(levels?.source == "m.png")
    #expect(levels?.hint.contains("--mask-void") == false)
    #expect(refusal(grey([0, 1, 255]))?.hint.hasPrefix("give --mask-void 255 if that marks unlabelled") == true)
    // Votes of four people; one value that is neither 0 nor 255; class 2 alone without a class count.
    #expect(refusal(grey([0, 64, 128, 191, 255])) != nil)
    #expect(refusal(grey([128, 128])) != nil)
    #expect(refusal(grey([0, 2])) != nil)
    // Foreground of which of three classes?
    #expect(refusal(grey([0, 255]), MaskReader(classCount: 3))?.what.contains("for 3 classes") == true)
  }

  @Test func aThresholdIsAppliedAboveItself() throws {
    let found = try read(grey([0, 20, 21, 255]), MaskReader(request: .threshold(20)))
    #expect(found.coding == .threshold(20, levels: 4))
    #expect(found.mask.classes == [0, 0, 1, 1])
    #expect("\(found.coding)" == "4 grey levels, foreground above 20")
    #expect(refusal(grey([0, 1]), MaskReader(request: .threshold(255))) != nil)
  }

  @Test func aListGivesTheClassesInItsOrder() throws {
    let found = try read(grey([127, 0, 255]), MaskReader(request: .values([255, 127, 0])))
    #expect(found.mask.classes == [1, 2, 0])
    let other = refusal(grey([127, 0, 3]), MaskReader(request: .values([255, 127, 0])))
    #expect(other?.what.contains("3 are not in the list") == true)
    #expect(refusal(grey([0, 1]), MaskReader(request: .values([0, 1, 2]), classCount: 2)) != nil)
  }

  @Test func voidPixelsAreSetAsideBeforeAnythingElse() throws {
    let found = try read(grey([0, 2, 255, 1]), MaskReader(classCount: 3, voidCode: 255))
    #expect(found.mask.classes == [0, 2, Mask.void, 1])
    #expect(found.mask.voidCount == 1)
    #expect(try read(grey([255, 255]), MaskReader(voidCode: 255)).coding == .onlyVoid)
    let forgotten = refusal(grey([0, 2, 255, 1]), MaskReader(request: .classIndex, classCount: 3))
    #expect(forgotten?.hint.contains("--mask-void 255") == true)
  }

  @Test func paletteIndicesAreClassesAndKeepTheirColours() throws {
    let red = Colour(red: 255, green: 0, blue: 0)
    let palette = Palette(colours: [Colour(red: 0, green: 0, blue: 0), red])
    let image = Image(width: 3, height: 1, colour: .palette(palette), bytes: [1, 0, 1])
    let found = try read(image)
    #expect(found.mask.classes == [1, 0, 1])
    #expect(found.coding == .paletteIndex([0, 1], colours: [Colour(red: 0, green: 0, blue: 0), red]))
    #expect("\(found.coding)" == "palette index is the class, found 0 (#000000), 1 (#ff0000)")
    let reversed = MaskReader(request: .colours([red, Colour(red: 0, green: 0, blue: 0)]))
    #expect(try read(image, reversed).mask.classes == [0, 1, 0])
  }

  @Test func aGreyPaletteIsReadAsGrey() throws {
    let ramp = Palette(colours: (0...255).map { Colour(red: UInt8($0), green: UInt8($0), blue: UInt8($0)) })
    let image = Image(width: 2, height: 1, colour: .palette(ramp), bytes: [0, 255])
    #expect(try read(image).coding == .twoValues(background: 0, foreground: 255))
  }

  @Test func threeEqualChannelsAreGreyAndAlphaIsIgnored() throws {
    let image = Image(width: 2, height: 1, colour: .rgba, bytes: [0, 0, 0, 9, 255, 255, 255, 7])
    #expect(try read(image).coding == .twoValues(background: 0, foreground: 255))
  }

  @Test func coloursNeedAList() throws {
    let image = Image(width: 3, height: 1, colour: .rgb, bytes: [0, 0, 0, 255, 0, 0, 0, 0, 255])
    let unknown = refusal(image)
    #expect(unknown?.what.contains("3 colours (#000000, #0000ff, #ff0000)") == true)
    #expect(unknown?.hint.contains("--mask-coding colours:") == true)
    let request = try MaskCodingRequest(parsing: "colours:#000000,#0000ff,#ff0000")
    #expect(try read(image, MaskReader(request: request)).mask.classes == [0, 2, 1])
    #expect(
      try read(
        image,
        MaskReader(
          request: .colours([.init(red: 0, green: 0, blue: 0), .init(red: 0, green: 0, blue: 255)]), voidCode: 0xFF0000)
      ).mask.classes == [0, -1, 1])
    #expect(refusal(image, MaskReader(request: .threshold(3))) != nil)
    let black = Image(width: 1, height: 1, colour: .rgb, bytes: [0, 0, 0])
    #expect(try read(black, MaskReader(request: request)).mask.classes == [0])
  }

  @Test func arraysOfWholeNumbersAreMasksToo() throws {
    let folder = try TemporaryFolder()
    try FileReplacement.write(NPYFile.bytes([0, 2, 1, 0] as [Int64], shape: [2, 2]), to: folder.file("m.npy"))
    let found = try MaskReader(classCount: 3).mask(contentsOf: folder.file("m.npy"))
    #expect(found.mask.classes == [0, 2, 1, 0])
    try Tensor(shape: [1, 2], scalars: [0, 1.5]).writeNPY(to: folder.file("f.npy"))
    #expect(throws: SegmentationError.self) { try MaskReader().mask(contentsOf: folder.file("f.npy")) }
    try Tensor(shape: [2], scalars: [0, 1]).writeNPY(to: folder.file("v.npy"))
    #expect(throws: SegmentationError.self) { try MaskReader().mask(contentsOf: folder.file("v.npy")) }
  }

  @Test(arguments: [
    "", "auto:1", "threshold", "threshold:-1", "threshold:x", "values:1", "values:1,1", "values:a,b", "colours:#12,#34",
    "colours:#gg0000,#000000", "palette",
  ]) func nonsenseCodingsAreRefused(text: String) {
    #expect(throws: SegmentationError.self) { try MaskCodingRequest(parsing: text) }
  }

  @Test func codingsAreReadFromText() throws {
    #expect(try MaskCodingRequest(parsing: "auto") == .automatic)
    #expect(try MaskCodingRequest(parsing: "index") == .classIndex)
    #expect(try MaskCodingRequest(parsing: "threshold:20") == .threshold(20))
    #expect(try MaskCodingRequest(parsing: "values:0,127,255") == .values([0, 127, 255]))
  }
}
