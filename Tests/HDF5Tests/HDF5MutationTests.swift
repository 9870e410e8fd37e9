import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

/// Damaged files give an error or a value.
///
/// Without the reader process the library itself would crash on about one in seventy of these.
@Suite struct HDF5MutationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Asks for everything that can be asked for.
  private func readEverything(_ path: String) {
    do {
      let file = try HDF5File(reading: path, processorSeconds: 1)
      for object in try file.listing().objects {
        _ = try? file.attributes(of: object.name)
        guard let dataset = object.dataset else { continue }
        switch dataset.type {
        case .text: _ = try? file.texts(dataset.name)
        case .complex: _ = try? file.complexTensor(dataset.name)
        default: _ = try? file.tensor(dataset.name)
        }
      }
    } catch {
      #expect(error.path == path)
    }
  }

  private func readMutations(of original: [UInt8], _ count: Int) throws {
    let mutations = FileMutations(of: original)
    let path = folder.file("mutated.h5")
    for index in 0..<count {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: path))
      readEverything(path)
    }
  }

  @Test func mutationsOfEveryKindOfDatasetAreSurvived() throws {
    try readMutations(of: [UInt8](Data(contentsOf: URL(fileURLWithPath: Fixture.path("kinds.h5")))), 400)
  }

  @Test func mutationsOfAWrittenFileAreSurvived() throws {
    let path = folder.file("written.h5")
    let writer = try HDF5Writer(creating: path)
    let frames = Tensor(shape: [2, 4, 4, 5], scalars: (0..<160).map { Float($0) })
    try writer.write(frames, to: "DS1", as: .float16, storage: .compressed)
    try writer.write(bytes: [0, 1, 1, 0, 0], shape: [5, 1], to: "LABEL", as: .uint16)
    try writer.setAttribute("owner", texts: ["nobody"])
    try writer.close()
    try readMutations(of: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))), 240)
  }
}
