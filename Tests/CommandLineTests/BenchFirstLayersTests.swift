import Foundation
import Testing

/// One at a time: each wants all cores.
@Suite(.serialized) struct BenchFirstLayersTests {
  /// The parts of the result that scripts read.
  private struct Found: Decodable {
    struct Timing: Decodable { let difference: Double, libraryMilliseconds: Double, planMilliseconds: Double }
    struct Layer: Decodable {
      let timing: Timing
      let ratio: Double, peakShare: Double, bound: Double
    }
    let threads: Int
    let peakGigaflops: Double
    let layers: [Layer]
  }

  private static let few = ["--axes", "1", "--channels", "4", "--results", "16", "--stride", "2", "--repeats", "1"]

  @Test func layersStandBesideTheLibraryAndTheMachine() throws {
    let run = try ChaffProcess(["bench", "first-layers"] + Self.few + ["--json"])
    #expect(run.status == 0, "\(run.error)")
    let found = try JSONDecoder().decode(Found.self, from: Data(run.output.utf8))
    #expect(found.threads > 0 && found.peakGigaflops > 0 && found.layers.count == 1)
    let layer = try #require(found.layers.first)
    #expect(layer.timing.difference < 1e-5 && layer.bound == 4 && layer.peakShare > 0)
    #expect(abs(layer.ratio - layer.timing.libraryMilliseconds / layer.timing.planMilliseconds) < 1e-9 * layer.ratio)
  }

  @Test func theTableHasARowForEachLayer() throws {
    let run = try ChaffProcess(["bench", "first-layers"] + Self.few)
    #expect(run.status == 0, "\(run.error)")
    let rows = run.output.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == 3 && rows.last?.contains("5 on 4096, stride 2") == true)
  }

  @Test func layersThatAreNotThereAreWrongUsage() throws {
    #expect(try ChaffProcess("bench", "first-layers", "--channels", "5").status == 2)
  }
}
