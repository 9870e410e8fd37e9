import Graphs
import Tensors
import TestSupport
import Testing
import Victims

@Suite(.enabled(if: SharedMaterial.path("fixtures") != nil, "needs the shared fixtures"))
struct LoadedModelTests {
  private func card(_ change: (inout VictimCard) -> Void) throws -> VictimCard {
    var card = VictimCard(modelPath: try #require(SharedMaterial.path("fixtures/conv3d_gesture.onnx")))
    change(&card)
    return card
  }

  @Test func classNamesMustBeAsManyAsClasses() throws {
    let loaded = try LoadedModel(card: card { $0.classNames = ["a", "b"] })
    let error = #expect(throws: VictimCardError.self) { try loaded.victim(largestBatch: 1) }
    #expect(error?.problems == ["'classes' names 2 classes (a, b), the model has 6"])
    _ = try LoadedModel(card: card { $0.classNames = ["a", "b", "c", "d", "e", "f"] }).victim(largestBatch: 1)
  }

  /// What flags say is checked like what a card says.
  @Test func factsThatContradictThemselvesAreRefused() throws {
    #expect(throws: VictimCardError.self) {
      try LoadedModel(card: card { $0.axes = [.time, .time, .range, .doppler] })
    }
    #expect(throws: VictimCardError.self) {
      try LoadedModel(card: card { ($0.mean, $0.deviation) = ([0, 0], [0, 1]) })
    }
  }

  @Test func layersOfHeatMapsAreCheckedByName() throws {
    let runner = try LoadedModel(card: card { _ in }).victim(largestBatch: 1).runner
    try runner.checkLayer(nil)
    try runner.checkLayer(try #require(runner.layers.first?.name))
    #expect(throws: UnknownLayer.self) { try runner.checkLayer("nope") }
  }
}
