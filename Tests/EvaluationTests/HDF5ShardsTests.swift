import Evaluation
import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

@Suite struct HDF5ShardsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func arraysComeBackByTheirNames() throws {
    let path = folder.file("shard.h5")
    let clean = Tensor(shape: [2, 3], scalars: [0, -0.0, 1, .nan, 4, 5])
    let map = Tensor(shape: [1], scalars: [7])
    try HDF5Shards().write(
      [NamedArray(name: "00000/clean", tensor: clean), NamedArray(name: "00000/attack0/adversarial", tensor: map)],
      to: path)
    let file = try HDF5File(reading: path)
    #expect(try file.tensor("00000/clean").scalars.map(\.bitPattern) == clean.scalars.map(\.bitPattern))
    #expect(try file.tensor("00000/attack0/adversarial") == map)
  }

  @Test func equalArraysGiveEqualBytesLater() async throws {
    let arrays = [NamedArray(name: "00000/clean", tensor: Tensor(repeating: 1, shape: [3, 4]))]
    try HDF5Shards().write(arrays, to: folder.file("first.h5"))
    try await Task.sleep(for: .milliseconds(1100))  // Time stamps in HDF5 files count whole seconds.
    try HDF5Shards().write(arrays, to: folder.file("second.h5"))
    let files = try contents(of: folder.path)
    #expect(files["first.h5"] == files["second.h5"])
  }
}
