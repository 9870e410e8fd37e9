import Foundation
import Images
import Tensors
import TestSupport
import Testing
import Volumes

@Suite struct VolumeTests {
  private static let kinds = ["uint8", "int8", "int16", "uint16", "int32", "uint32", "float32", "float64"]

  private static func expected(_ name: String) throws -> Tensor {
    try NPZArchive(contentsOf: Fixture.path("expected.npz")).file(named: name).tensor()
  }

  /// The name, orientation code and spacing that nibabel gives.
  private static func facts() throws -> [[String]] {
    String(decoding: try Fixture.bytes("facts.txt"), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
  }

  @Test(arguments: kinds, ["little", "big"])
  func everyTypeIsReadInBothByteOrders(kind: String, order: String) throws {
    let name = "\(kind)-\(order).nii"
    let volume = try Volume(contentsOf: Fixture.path(name))
    #expect(volume.header.element.description == kind)
    #expect(volume.header.isBigEndian == (order == "big"))
    let expected = try Self.expected(name)
    for slice in 0..<3 {
      let image = try volume.image(of: VolumeSlice(axis: 2, index: slice))
      #expect((image.width, image.height) == (5, 4))
      for row in 0..<4 {
        for column in 0..<5 {
          #expect(image.samples.values[row * 5 + column] == expected.scalars[(column * 4 + row) * 3 + slice])
        }
      }
    }
  }

  @Test(arguments: 0..<3) func everyAxisCanBeCut(axis: Int) throws {
    let volume = try Volume(contentsOf: Fixture.path("sform-LPS.nii"))
    let expected = try Self.expected("sform-LPS.nii")
    let others = [0, 1, 2].filter { $0 != axis }
    let image = try volume.image(of: VolumeSlice(axis: axis, index: 1))
    #expect([image.width, image.height] == others.map { [5, 4, 3][$0] })
    for row in 0..<image.height {
      for column in 0..<image.width {
        var place = [1, 1, 1]
        (place[others[0]], place[others[1]]) = (column, row)
        let wanted = expected.scalars[(place[0] * 4 + place[1]) * 3 + place[2]]
        #expect(image.samples.values[row * image.width + column] == wanted)
      }
    }
    let spacing = [0.5, 0.75, 4.0]
    #expect(image.header.spacing == PixelSpacing(row: spacing[others[1]], column: spacing[others[0]]))
  }

  @Test func orientationAndSpacingAreThoseThatNibabelFinds() throws {
    let facts = try Self.facts()
    #expect(facts.count > 25)
    for fact in facts {
      let header = try NIfTIHeader(contentsOf: Fixture.path(fact[0]))
      #expect(header.geometry.code ?? "-" == fact[1], "\(fact[0])")
      // Micrometres are told in millimetres.
      let unit = fact[0] == "scaled.nii.gz" ? 0.001 : 1.0
      for (found, text) in zip(header.geometry.spacing, fact.dropFirst(2)) {
        #expect(abs(found - (Double(text) ?? 0) * unit) < 1e-5, "\(fact[0])")
      }
    }
  }

  @Test func whatLiesWhereIsSaidAndNothingIsTurned() throws {
    let volume = try Volume(contentsOf: Fixture.path("qform-PIR.nii.gz"))
    let image = try volume.image(of: VolumeSlice(axis: 2, index: 0))
    #expect(
      image.header.notes == [
        "slice 0 of 3 along axis 2 of a volume stored PIR, neither turned nor mirrored: columns run to the back, "
          + "rows to the feet"
      ])
    let oblique = try Volume(contentsOf: Fixture.path("oblique.nii.gz"))
    #expect(abs(oblique.header.geometry.obliqueness - 20) < 0.1)
    #expect(try oblique.image(of: VolumeSlice(axis: 2, index: 0)).header.notes.last?.contains("20° off") == true)
    let unknown = try Volume(contentsOf: Fixture.path("unknown.nii"))
    #expect(
      try unknown.image(of: VolumeSlice(axis: 0, index: 0)).header.notes[0].contains("does not say how the patient"))
    #expect(try unknown.image(of: VolumeSlice(axis: 0, index: 0)).header.spacing == nil)
  }

  @Test func scalingAndDisplayRangeAreUsed() throws {
    let volume = try Volume(contentsOf: Fixture.path("scaled.nii.gz"))
    #expect((volume.header.slope, volume.header.intercept) == (0.5, -3))
    let image = try volume.image(of: VolumeSlice(axis: 2, index: 2))
    #expect(image.header.window == ValueWindow(low: -100, high: 300, origin: .file))
    let expected = try Self.expected("scaled.nii.gz")
    #expect(image.samples.values[7] == expected.scalars[(2 * 4 + 1) * 3 + 2])
    #expect(image.header.notes.last == "values are 0.5 · stored − 3")
    let plain = try Volume(contentsOf: Fixture.path("sform-RAS.nii"))
    let range = try #require(plain.extremes())
    // The whole volume's extremes, so that slices stay comparable.
    let window = ValueWindow(low: range.lowerBound, high: range.upperBound, origin: .extremes)
    for index in 0..<3 {
      #expect(try plain.image(of: VolumeSlice(axis: 2, index: index)).header.window == window)
    }
  }

  @Test func planesAndSeriesAreVolumesToo() throws {
    let plane = try Volume(contentsOf: Fixture.path("plane.nii"))
    #expect(plane.header.shape == [5, 4])
    #expect(plane.header.extents == [5, 4, 1])
    #expect(try plane.image(of: VolumeSlice(axis: 2, index: 0)).width == 5)
    let series = try Volume(contentsOf: Fixture.path("functional-real.nii.gz"))
    #expect(series.header.frameCount == 2)
    let expected = try Self.expected("functional-real.nii.gz")
    let image = try series.image(of: VolumeSlice(axis: 2, index: 1, frame: 1))
    let extents = series.header.extents
    let place = ((3 * extents[1] + 2) * extents[2] + 1) * 2 + 1
    #expect(image.samples.values[2 * extents[0] + 3] == expected.scalars[place])
    #expect(image.header.notes.contains("volume 2 of the 2 along the fourth axis"))
    #expect(throws: VolumeError.self) { try series.image(of: VolumeSlice(axis: 2, index: 0, frame: 2)) }
    #expect(throws: VolumeError.self) { try series.image(of: VolumeSlice(axis: 3, index: 0)) }
  }

  @Test(
    arguments: [
      ("refused-nifti2.nii", "NIfTI-2"), ("refused-complex.nii", "complex128"), ("refused-axes.nii", "5 axes"),
      ("refused-pair.hdr", "another file"), ("facts.txt", "no NIfTI-1 file"),
    ])
  func otherFilesAreRefusedByName(name: String, words: String) {
    let error = #expect(throws: VolumeError.self) { try Volume(contentsOf: Fixture.path(name)) }
    #expect(error?.what.contains(words) == true, "\(error?.what ?? "")")
  }

  @Test func everyCutIsRefused() throws {
    let bytes = try Fixture.bytes("sform-LAS.nii")
    for count in 0..<bytes.count {
      #expect(throws: VolumeError.self) { try Volume(decoding: Array(bytes.prefix(count)), source: "x.nii") }
    }
    let folder = try TemporaryFolder()
    let packed = try Fixture.bytes("labels.nii.gz")
    for count in stride(from: 0, to: packed.count, by: 5) {
      try FileReplacement.write(Array(packed.prefix(count)), to: folder.file("x.nii.gz"))
      #expect(throws: VolumeError.self) { try Volume(contentsOf: folder.file("x.nii.gz")) }
    }
  }

  @Test(arguments: ["int16-big.nii", "float32-little.nii", "qform-SRA.nii.gz", "scaled.nii.gz"])
  func damagedFilesAreErrorsOrVolumesButNeverCrashes(name: String) throws {
    let mutations = FileMutations(of: try Fixture.bytes(name))
    let folder = try TemporaryFolder()
    let path = folder.file("x.nii")
    for index in 0..<500 {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: path))
      guard let volume = try? Volume(contentsOf: path) else { continue }
      for axis in 0..<3 {
        let image = try volume.image(of: VolumeSlice(axis: axis, index: 0))
        #expect(image.tensor().tensor.scalars.allSatisfy { (0...1).contains($0) })
      }
    }
  }

  @Test func aGzipFileThatNeverEndsIsRefusedEarly() throws {
    // 64 MB of zeros in 64 kB behind a header that promises sixty voxels.
    let folder = try TemporaryFolder()
    let header = Array(try Fixture.bytes("sform-RAS.nii"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    try FileReplacement.write(header, to: folder.file("x"))
    process.arguments = [
      "-c", "head -c 64000000 /dev/zero | cat '\(folder.file("x"))' - | gzip > '\(folder.file("x.nii.gz"))'",
    ]
    try process.run()
    process.waitUntilExit()
    let error = #expect(throws: VolumeError.self) { try Volume(contentsOf: folder.file("x.nii.gz")) }
    #expect(error?.what == "it holds more than its header says")
  }
}
