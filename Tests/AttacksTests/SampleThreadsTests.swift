import Attacks
import Synchronization
import Testing

@Suite struct SampleThreadsTests {
  @Test(arguments: [0, 1, 2, 3, 17, 1000]) func everyIndexIsMetOnce(count: Int) {
    let met = Mutex([Int](repeating: 0, count: count))
    SampleThreads.forEach(count) { index in met.withLock { $0[index] += 1 } }
    #expect(met.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test(arguments: [0, 1, 5, 64]) func resultsComeInTheOrderOfTheElements(count: Int) {
    let elements = (0..<count).map { "\($0)" }
    #expect(SampleThreads.map(elements) { $0 + "!" } == elements.map { $0 + "!" })
  }
}
