import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// Ten thousand samples go through as ten do: loaded when their batch comes, gone when it is committed.
@Suite struct StreamingTests {
  @Test func memoryDoesNotGrowWithTheNumberOfSamples() throws {
    let folder = try TemporaryFolder()
    let loads = Loads()
    var toy = ToyRun()
    toy.sampleCount = 10_000
    toy.batchSize = 100
    toy.isConfined = false
    toy.explains = false
    var run = toy.run
    run.source = ToySource(ids: toy.ids, make: loads.made)
    run.savesArrays = false
    run.axes = []
    run.rounding = nil
    let open = try RunFolder.create(at: folder.file("run"), plan: toy.plan)
    let end = try run.run(
      in: open, shards: PlainShards(), control: RunControl(didAdvance: { loads.committed($0.done) }))
    #expect(end.summary.counts.recorded == 10_000)
    #expect(loads.mostAheadOfTheJournal == 100)
    #expect(toy.victim.largestBatch == 100)
    // Kept samples would fill 500 MB.
    #expect(loads.growth < 150_000_000)
  }

  /// Makes samples that carry 50 kB which the run has no reason to look at, and watches where the run is.
  private final class Loads {
    private var journaled = 0
    private var early = 0
    private(set) var mostAheadOfTheJournal = 0
    private(set) var growth = 0

    func committed(_ done: Int) {
      journaled = done
      if done == 500 { early = Self.residentBytes() }
      if done > 500 { growth = max(growth, Self.residentBytes() - early) }
    }

    func made(_ index: Int) -> ClassificationSample {
      mostAheadOfTheJournal = max(mostAheadOfTheJournal, index + 1 - journaled)
      var random = RandomStream(seed: UInt64(index))
      let scalars = (0..<36).map { _ in Float.random(in: 0...1, using: &random) }
      return ClassificationSample(
        input: Tensor(shape: ToyRun.shape, scalars: scalars), label: 0,
        frameKinds: [FrameKind](repeating: .idle, count: 50_000))
    }

    /// 0 where the system does not say.
    private static func residentBytes() -> Int {
      guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return pages * sysconf(Int32(_SC_PAGESIZE))
    }
  }
}
