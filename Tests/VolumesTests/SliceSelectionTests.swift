import TestSupport
import Testing
import Volumes

@Suite struct SliceSelectionTests {
  private func slices(_ text: String, of name: String) throws -> [VolumeSlice] {
    let header = try NIfTIHeader(contentsOf: Fixture.path(name))
    return try SliceSelection(parsing: text).slices(of: header, source: name)
  }

  @Test(
    arguments: [
      ("auto", "sform-PIR.nii", 2, [0, 1, 2]), ("i", "sform-PIR.nii", 0, [0, 1, 2, 3, 4]),
      ("axial", "sform-PIR.nii", 1, [0, 1, 2, 3]), ("coronal", "sform-PIR.nii", 0, [0, 1, 2, 3, 4]),
      ("sagittal", "sform-PIR.nii", 2, [0, 1, 2]), ("axial", "sform-SRA.nii", 0, [0, 1, 2, 3, 4]),
      ("j:1..2", "sform-PIR.nii", 1, [1, 2]), ("k:0", "sform-PIR.nii", 2, [0]),
      ("i:every:2", "sform-PIR.nii", 0, [1, 3]), ("i:every:20", "sform-PIR.nii", 0, [4]),
      ("auto:labelled", "plane.nii", 2, [0]),
    ])
  func textsChoosePlanes(text: String, name: String, axis: Int, indices: [Int]) throws {
    #expect(try slices(text, of: name) == indices.map { VolumeSlice(axis: axis, index: $0) })
  }

  @Test func aVolumeOfTheFourthAxisCanBeChosen() throws {
    let found = try slices("k:0@1", of: "functional-real.nii.gz")
    #expect(found == [VolumeSlice(axis: 2, index: 0, frame: 1)])
    #expect(found[0].description == "k000t1")
    #expect(throws: VolumeError.self) { try slices("k@2", of: "functional-real.nii.gz") }
  }

  @Test(arguments: ["", "x", "k:", "k:5..2", "k:-1", "k:every:0", "k@x", "k@0@1", "axial:every", "k:1..x"])
  func otherTextsAreRefused(text: String) {
    #expect(throws: VolumeError.self) { try SliceSelection(parsing: text) }
  }

  @Test func whatIsNotThereIsRefused() {
    #expect(throws: VolumeError.self) { try slices("k:3", of: "sform-RAS.nii") }
    let error = #expect(throws: VolumeError.self) { try slices("axial", of: "unknown.nii") }
    #expect(error?.hint.contains("--slices i, j or k") == true)
  }

  @Test func namesTellVolumes() {
    #expect(NIfTIHeader.isNamed("a/b.NII.gz") && NIfTIHeader.isNamed("b.nii"))
    #expect(!NIfTIHeader.isNamed("b.gz") && !NIfTIHeader.isNamed("nii"))
  }
}
