import Tensors
import TestSupport
import Testing
import Victims

@Suite struct VictimCardTests {
  @Test func everyKeyIsRead() throws {
    let card = try VictimCard(
      yaml: """
        model: net.onnx
        task: radar
        axes: [channel, time, range, doppler]
        shape: [2, 70, 32, 32]
        transform: log1p:724
        bounds: [0, 1]
        classes: [background, Stone]
        mean: [0.5, 0.25]
        deviation: [1, 2]
        framing: zeros-begin
        crop: [18, 0, 960, 960]
        """, path: "/cards/net.yaml")
    #expect(card.modelPath == "/cards/net.onnx")
    #expect(card.task == .radar)
    #expect(card.axes == [.channel, .time, .range, .doppler])
    #expect(card.shape == [2, 70, 32, 32])
    #expect(card.transform == ["log1p:724"])
    #expect(card.bounds == 0...1)
    #expect(card.classNames == ["background", "Stone"])
    #expect(card.mean == [0.5, 0.25])
    #expect(card.deviation == [1, 2])
    #expect(card.framing == "zeros-begin")
    #expect(card.crop == [18, 0, 960, 960])
  }

  @Test func allMistakesAreReportedAtOnceWithTheirLines() {
    let error = #expect(throws: VictimCardError.self) {
      try VictimCard(
        yaml: """
          task: sonar
          axes: [time, time]
          shape: [1, 2, 3]
          bounds: [1, 0]
          deviation: [0]
          colour: red
          """, path: "card.yaml")
    }
    let text = error?.description ?? ""
    for part in ["sonar", "names an axis twice", "2 entries", "'bounds' (line 4)", "go together", "'colour' (line 6)"] {
      #expect(text.contains(part), "\(part) is missing in: \(text)")
    }
  }

  @Test(arguments: ["", "- a\n- b", "model: [", "just text"])
  func whatIsNoCardSaysSo(_ yaml: String) {
    #expect(throws: VictimCardError.self) { try VictimCard(yaml: yaml, path: "card.yaml") }
  }

  @Test func aMissingCardIsAnError() {
    #expect(throws: VictimCardError.self) { try VictimCard(contentsOf: "/nowhere/card.yaml") }
  }
}
