import Foundation
import Networks
import TestSupport
import Testing

/// Damaged and forged files give errors that say what is wrong.
@Suite struct BrokenSafetensorsTests {
  private func error(header: String, numbers: Int, length: UInt64? = nil) throws -> String {
    var bytes = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Array($0) }
    bytes += Array(header.utf8) + [UInt8](repeating: 0, count: numbers)
    return try error(bytes)
  }

  private func error(_ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    let path = folder.file("x.safetensors")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(contentsOf: path) }
    #expect(error?.path == path)
    return error?.problem ?? ""
  }

  @Test func aFileCutShortSaysSo() throws {
    #expect(try error([1, 2, 3]) == "3 bytes are too few for a file of tensors")
    #expect(try error(header: "{}", numbers: 0, length: 9) == "the header claims 9 bytes of a file of 10")
    #expect(try error(header: "{}", numbers: 0, length: .max).hasPrefix("the header claims 18446744073709551615"))
  }

  @Test func aHeaderThatIsNoneSaysSo() throws {
    #expect(try error(header: "[]", numbers: 0) == "the header does not begin with '{'")
    #expect(try error(header: #"{"a":1}"#, numbers: 0).hasPrefix("the header is no JSON object of tensors (a: "))
    let deep = "{\"a\":" + String(repeating: "[", count: 100_000)
    #expect(try error(header: deep, numbers: 0).hasPrefix("the header is no JSON object of tensors"))
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "tensor 'a' of shape [2] does not fill 4 bytes of F32"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}"#,
      "tensor 'a' claims the bytes [0, 12], expected 0 to at most 8"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      "tensor 'a' claims the bytes [4, 8], expected 0 to at most 8"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
      "tensor 'a' claims the bytes [0], expected 0 to at most 8"
    ),
    (#"{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}"#, "tensor 'a' has elements of type 'F8_E4M3'"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "4 bytes follow the last tensor"),
    (
      #"{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}"#,
      "tensor 'a' of shape [-2, -1] does not fill 8 bytes of F32"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}"#,
      "tensor 'a' of shape [9223372036854775807, 4] does not fill 8 bytes of F32"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      "tensor 'b' claims the bytes [0, 8], expected 8 to at most 8"
    ),
  ])
  func entriesThatContradictTheFileSaySo(_ header: String, _ expected: String) throws {
    #expect(try error(header: header, numbers: 8) == expected)
  }

  @Test func damagedFilesNeverCrash() throws {
    let mutations = FileMutations(of: try Fixture.bytes("types.safetensors"))
    let folder = try TemporaryFolder()
    let path = folder.file("x.safetensors")
    var refused = 0
    for index in 0..<400 {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: path))
      do { _ = try Safetensors.read(contentsOf: path) } catch { refused += 1 }
    }
    #expect(refused > 200)
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: (any Error).self) { try Safetensors.read(contentsOf: "/no/such/file.safetensors") }
  }
}
