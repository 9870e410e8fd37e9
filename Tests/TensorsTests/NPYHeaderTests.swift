import Tensors
import Testing

@Suite struct NPYHeaderTests {
  /// A version 1.0 file with the given dictionary and so many bytes of numbers.
  private func file(_ dictionary: String, data: Int = 0, version: UInt8 = 1) -> [UInt8] {
    let text = Array(dictionary.utf8) + [0x0A]
    let prefix: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
    return prefix + text + [UInt8](repeating: 0, count: data)
  }

  private func error(_ bytes: [UInt8]) -> NPYError? {
    #expect(throws: NPYError.self) { try NPYFile(bytes: bytes, source: "x.npy") }
  }

  @Test func keysMayComeInAnyOrderWithAnySpacing() throws {
    let bytes = file("{ \"shape\" :( 2 , 3L,),'descr':'<i2' , 'fortran_order':True}", data: 12)
    let header = try NPYFile(bytes: bytes, source: "x.npy").header
    #expect(header.shape == [2, 3])
    #expect(header.isFortranOrder)
    #expect(header.element.code == "<i2")
  }

  @Test func nativeByteOrderIsThisMachines() throws {
    let header = try NPYFile(
      bytes: file("{'descr': '=f4', 'fortran_order': False, 'shape': ()}", data: 4), source: "x.npy"
    ).header
    #expect(header.element.byteOrder == (1.littleEndian == 1 ? .little : .big))
  }

  @Test func pickledObjectsAreRefusedWithTheReason() {
    let refusal = error(file("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", data: 30))
    #expect(refusal?.what.contains("pickled") == true)
    #expect(refusal?.source == "x.npy")
    #expect(refusal?.hint.contains("np.save") == true)
  }

  @Test(arguments: [
    "<U5", "|S3", "<M8[ns]", "|V2", "<f16", "<c32", "<f3", "f4", "", "<", "<i16", "|f4", "<i-2", "<i+2",
  ])
  func otherElementTypesAreRefused(code: String) {
    #expect(error(file("{'descr': '\(code)', 'fortran_order': False, 'shape': (1,)}", data: 16)) != nil)
  }

  @Test func structuredArraysAreRefusedByName() {
    let refusal = error(file("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", data: 4))
    #expect(refusal?.what.contains("structured") == true)
  }

  @Test(arguments: [
    "", "{", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x", "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}", "{'descr': <f4, 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}", "{'descr' '<f4', 'fortran_order': False, 'shape': (1,)}",
  ]) func malformedDictionariesAreRefused(dictionary: String) {
    #expect(error(file(dictionary, data: 4)) != nil)
  }

  @Test(arguments: [
    "(9223372036854775807, 9223372036854775807)", "(4611686018427387904, 4)", "(0, 9223372036854775807, 3)",
    "(99999999999999999999999,)", "(1000000000000,)",
  ]) func forgedShapesNeitherOverflowNorAllocate(shape: String) {
    #expect(error(file("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}", data: 16)) != nil)
  }

  @Test func moreThan64AxesAreRefused() throws {
    let ones = { (count: Int) in "(" + String(repeating: "1,", count: count) + ")" }
    let allowed = file("{'descr': '|u1', 'fortran_order': False, 'shape': \(ones(64))}", data: 1)
    #expect(try NPYFile(bytes: allowed, source: "x.npy").header.shape.count == 64)
    #expect(error(file("{'descr': '|u1', 'fortran_order': False, 'shape': \(ones(65))}", data: 1)) != nil)
  }

  @Test func missingAndSurplusBytesAreNamed() {
    let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}"
    #expect(error(file(dictionary, data: 11))?.what.contains("promises 12 bytes") == true)
    #expect(error(file(dictionary, data: 13))?.what.contains("1 bytes follow") == true)
  }

  @Test func anEmptyAForeignAndAFutureFileAreToldApart() {
    #expect(error([])?.what == "the file is empty")
    #expect(error(Array("\u{89}PNG\r\n\u{1A}\n 0123".utf8))?.what.contains("not an NPY file") == true)
    #expect(error(file("{}", version: 9))?.what.contains("version 9.0") == true)
    #expect(error(Array(file("{}").prefix(9))) != nil)
  }
}
