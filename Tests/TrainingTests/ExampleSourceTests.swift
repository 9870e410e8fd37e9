import Tensors
import Testing
import Training

@Suite struct ExampleSourceTests {
  private final class Counting: ExampleSource {
    var reads = 0
    let ids = ["a", "b", "c"]
    func example(at index: Int) -> Example {
      reads += 1
      return Example(id: ids[index], input: Tensor(shape: [10]), target: TrainingTarget(label: index))
    }
  }

  @Test func examplesThatFitIntoMemoryAreReadOnce() throws {
    let base = Counting()
    let cached = CachedExamples(base, byteLimit: 100)
    for _ in 0..<3 {
      for index in 0..<3 { #expect(try cached.example(at: index).target.label == index) }
    }
    #expect(cached.keptCount == 2)
    #expect(base.reads == 2 + 3)
  }

  @Test func aSubsetKeepsItsOrder() throws {
    let subset = ExampleSubset(Counting(), indices: [2, 0])
    #expect(subset.ids == ["c", "a"] && subset.count == 2)
    #expect(try subset.example(at: 0).id == "c")
  }

  @Test func everyEpochIsAnOrderOfItsOwn() {
    let first = EpochOrder.shuffled(50, seed: 1, epoch: 1)
    #expect(first.sorted() == Array(0..<50))
    #expect(first == EpochOrder.shuffled(50, seed: 1, epoch: 1))
    #expect(first != EpochOrder.shuffled(50, seed: 1, epoch: 2))
    #expect(first != EpochOrder.shuffled(50, seed: 2, epoch: 1))
  }

  @Test func whatIsLeftOverSitsAnEpochOut() {
    let batches = EpochOrder.batches(10, size: 4, seed: 0, epoch: 3)
    #expect(batches.map(\.count) == [4, 4])
    #expect(Set(batches.joined()).count == 8)
    #expect(EpochOrder.batches(1, size: 1, seed: 0, epoch: 0) == [[0]])
  }

  @Test func theNearestNeighbourIsTheNearest() {
    func example(_ id: String, _ value: Float, _ label: Int) -> Example {
      Example(id: id, input: Tensor(repeating: value, shape: [2500]), target: TrainingTarget(label: label))
    }
    let neighbours = NearestNeighbour([example("far", 1, 0), example("near", 0.4, 1), example("same", 0.4, 2)])
    #expect(neighbours.label(of: Tensor(repeating: 0.5, shape: [2500])) == 1)
    #expect(neighbours.label(of: Tensor(repeating: 0.9, shape: [2500])) == 0)
    #expect(NearestNeighbour([]).label(of: Tensor(shape: [1])) == nil)
  }
}
