import Images
import Segmentation
import Tensors
import TestSupport
import Testing

/// Several mask files of one image as one truth, through the data set.
@Suite struct MaskAssemblyTests {
  private func write(_ rows: [String], to path: String) throws {
    let bytes = rows.joined().map { UInt8($0 == "." ? 0 : 255) }
    try Image(width: rows[0].count, height: rows.count, colour: .grey, bytes: bytes).writePNG(to: path)
  }

  private func sample(
    _ masks: (TemporaryFolder) -> MaskFiles, _ files: [String: [String]], rule: AnnotatorRule = .majority,
    reader: MaskReader = MaskReader()
  ) throws -> SegmentationSample {
    let folder = try TemporaryFolder()
    for (name, rows) in files { try write(rows, to: folder.file(name)) }
    let pair = ImageMaskFolder.Pair(id: "x", imagePath: folder.file("image.png"), masks: masks(folder))
    var dataset = SegmentationDataset(
      pairs: [pair], geometry: SampleGeometry(), maskReader: reader, channels: .asStored)
    dataset.annotatorRule = rule
    return try dataset.sample(pair)
  }

  @Test func laterClassesLieOverEarlierOnes() throws {
    let found = try sample(
      { folder in
        .perClass([
          .init(name: "disc", paths: [folder.file("d")]), .init(name: "none", paths: []),
          .init(name: "cup", paths: [folder.file("c")]),
        ])
      }, ["image.png": ["####"], "d": ["###."], "c": [".#.#"]])
    #expect(found.truth == Mask(height: 1, width: 4, classCount: 4, classes: [1, 3, 1, 3]))
    #expect(found.coding == .perClass(["disc", "none", "cup"]))
    #expect(found.notes == ["1 pixels belong to more than one class; the later of disc, none, cup counts"])
  }

  @Test func objectsAreUnited() throws {
    let found = try sample(
      { .perObject([$0.file("1"), $0.file("2"), $0.file("3")]) },
      ["image.png": ["####"], "1": ["#..."], "2": [".##."], "3": ["..#."]])
    #expect(found.truth == drawn(["111."]))
    #expect(found.notes == ["3 objects, one file each", "1 pixels belong to more than one object"])
    #expect(found.maskPath.hasSuffix("/1"))
  }

  private static let opinions = ["image.png": ["#####"], "p": ["##..#"], "q": ["#.#.."], "r": ["#.#.#"]]

  @Test(
    arguments: [
      (AnnotatorRule.majority, "1.1.1"), (.union, "111.1"), (.intersection, "1...."), (.annotator("p"), "11..1"),
    ])
  func truthsAreKeptApartAndPutTogether(rule: AnnotatorRule, expected: String) throws {
    let found = try sample(
      { folder in .annotators(["p", "q", "r"].map { .init(annotator: $0, path: folder.file($0)) }) },
      Self.opinions, rule: rule)
    #expect(found.truth == drawn([expected]))
    #expect(found.annotations.map(\.annotator) == ["p", "q", "r"])
    #expect(found.annotations[1].mask == drawn(["1.1.."]))
    #expect(found.notes == ["3 annotators (p, q, r) differ in 3 pixels; \(rule) is the truth"])
    #expect(found.coding == .annotators(rule))
  }

  @Test func anUnknownAnnotatorIsRefused() throws {
    let error = #expect(throws: SegmentationError.self) {
      try sample(
        { .annotators([.init(annotator: "p", path: $0.file("p"))]) }, Self.opinions, rule: .annotator("z"))
    }
    #expect(error?.what == "no annotator is called 'z'")
    #expect(error?.hint.contains("there are p") == true)
  }

  @Test func masksOfOtherSizesAreRefused() {
    #expect(throws: SegmentationError.self) {
      try sample({ .perObject([$0.file("1"), $0.file("2")]) }, ["image.png": ["##"], "1": ["##"], "2": ["###"]])
    }
    #expect(throws: SegmentationError.self) {
      try sample({ .perObject([$0.file("1")]) }, ["image.png": ["##"], "1": ["###"]])
    }
    #expect(throws: SegmentationError.self) {
      try sample(
        { .perClass([.init(name: "a", paths: [$0.file("1")])]) }, ["image.png": ["##"], "1": ["#", "#"]])
    }
  }

  @Test func moreClassesThanTheNetworkKnowsAreRefused() {
    #expect(throws: SegmentationError.self) {
      try sample(
        { folder in .perClass(["1", "2"].map { .init(name: $0, paths: [folder.file($0)]) }) },
        ["image.png": ["##"], "1": ["#."], "2": [".#"]], reader: MaskReader(classCount: 2))
    }
  }

  @Test func aPaletteMaskInTIFFHasItsIndicesAsClasses() throws {
    let decoded = try MaskReader().mask(contentsOf: Fixture.path("palette-8.tif"))
    #expect("\(decoded.coding)" == "palette index is the class, found 0 (#000000), 1 (#ff0000)")
    #expect(decoded.mask.pixelCounts[1] == 149)
  }

  @Test func probabilitiesAreCutWhereItIsSaid() throws {
    let path = Fixture.path("float-unit.tif")
    let values = try Image(contentsOf: path).samples.values
    let half = try MaskReader().mask(contentsOf: path)
    #expect(half.coding == .probability(0.5))
    #expect("\(half.coding)" == "probabilities, foreground from 0.5 on")
    #expect(half.mask.classes == values.map { $0 >= 0.5 ? 1 : 0 })
    let most = try MaskReader(request: MaskCodingRequest(parsing: "probability:0.9")).mask(contentsOf: path)
    #expect(most.mask.classes == values.map { Double($0) >= 0.9 ? 1 : 0 })
    let grey = Image(width: 3, height: 1, colour: .grey, bytes: [127, 128, 255])
    let soft = try MaskReader(request: .probability(0.5)).mask(of: grey, source: "x")
    #expect(soft.mask.classes == [0, 1, 1])
    #expect(throws: SegmentationError.self) { try MaskReader(request: .classIndex).mask(contentsOf: path) }
    #expect(throws: SegmentationError.self) { try MaskCodingRequest(parsing: "probability:1.5") }
  }

  @Test func planesOfScoresGiveTheLargest() throws {
    let folder = try TemporaryFolder()
    let scores = Tensor(shape: [2, 3, 3], scalars: (0..<18).map { $0 < 9 ? 0.5 : Float($0 - 9) / 10 })
    try FileReplacement.write(scores.npyBytes(), to: folder.file("scores.npy"))
    let decoded = try MaskReader().mask(contentsOf: folder.file("scores.npy"))
    #expect(decoded.mask.classes == [0, 0, 0, 0, 0, 0, 1, 1, 1])
    #expect(decoded.coding == .largestOf(planes: 2))
  }
}
