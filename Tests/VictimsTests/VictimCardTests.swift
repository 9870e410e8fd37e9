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
        frames: 70
        padding: zeros-begin
        cropping: last
        crop-to-action: true
        action-from: energy:0.2
        channels: [1, 0]
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
    #expect(card.frames == 70)
    #expect(card.padding == "zeros-begin")
    #expect(card.cropping == "last")
    #expect(card.cropToAction == true)
    #expect(card.actionFrom == "energy:0.2")
    #expect(card.channels == [1, 0])
    #expect(card.crop == [18, 0, 960, 960])
  }

  @Test func theOlderWordForPaddingIsRead() throws {
    #expect(try VictimCard(yaml: "model: a.onnx\nframing: mean-frame", path: "a.yaml").padding == "mean-frame")
    let both = "model: a.onnx\nframing: mean-frame\npadding: zeros-end"
    #expect(throws: VictimCardError.self) { try VictimCard(yaml: both, path: "a.yaml") }
  }

  @Test(arguments: [
    ("frames: many", "'frames' (line 2) must be a whole number"), ("frames: 0", "'frames' must be positive, is 0"),
    ("channels: [0.5]", "'channels' (line 2) must be a list of whole numbers"),
    ("channels: [-1]", "'channels' must be numbers from 0, is [-1]"),
    ("crop-to-action: perhaps", "'crop-to-action' (line 2) must be true or false"),
  ]) func wrongFactsOfRecordingsAreNamed(_ line: String, _ problem: String) {
    let error = #expect(throws: VictimCardError.self) {
      try VictimCard(yaml: "model: a.onnx\n\(line)", path: "a.yaml")
    }
    #expect(error?.problems == [problem])
  }

  @Test func aWrittenCardSaysTheSame() throws {
    var card = VictimCard(modelPath: "/models/run 1/net: \"a\".onnx")
    card.task = .radar
    card.axes = [.channel, .time, .range, .doppler]
    card.shape = [2, 40, 32, 32]
    card.transform = ["log1p:724.0", "standardize:1.5:0.25"]
    card.bounds = -1...0.1
    card.classNames = ["swipe left", "yes", "a#b", "it's"]
    card.mean = [0.5]
    card.deviation = [0.1]
    card.frames = 40
    card.padding = "zeros-end"
    card.cropping = "first"
    card.cropToAction = false
    card.actionFrom = "energy:0.2"
    card.channels = [0, 1]
    card.crop = [1, 2, 3, 4]
    #expect(
      try VictimCard(yaml: card.yaml(besides: "/models/run 1/card.yaml"), path: "/models/run 1/card.yaml") == card)
    #expect(try VictimCard(yaml: card.yaml(besides: "/elsewhere/card.yaml"), path: "/elsewhere/card.yaml") == card)
    let plain = VictimCard(modelPath: "/models/net.onnx")
    #expect(plain.yaml(besides: "/models/card.yaml") == "model: 'net.onnx'\n")
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
