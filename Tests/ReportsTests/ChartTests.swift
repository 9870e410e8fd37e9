import Evaluation
import Foundation
import Reports
import Tensors
import Testing

@Suite struct ChartTests {
  private func curves(_ values: [Double], bands: [FrameBand] = []) -> CurveChart {
    CurveChart(
      id: "c", title: "t", summary: "s", axisTitle: "frame", positions: values.indices.map(Double.init),
      panels: [
        .init("bars", [.init("one", values, style: .bars)]), .init("lines", [.init("a", values), .init("b", values)]),
      ],
      bands: bands)
  }

  private func parsed(_ drawing: Drawing) throws -> MarkupChecker {
    let checker = MarkupChecker(drawing.standalone)
    #expect(checker.failure == nil)
    return checker
  }

  @Test(arguments: [720.0, 360.0])
  func nothingIsDrawnOutsideThePicture(width: Double) throws {
    let bands = FrameBand.bands(of: [.padding, .idle, .action, .action, .idle])
    let drawing = curves([0, 3, 2, 0.5, 7], bands: bands).drawing(width: width)
    for (name, attributes) in try parsed(drawing).elements where ["rect", "line", "circle"].contains(name) {
      guard attributes["class"] != "paper", attributes["class"] != "hatch" else { continue }
      for key in ["x", "x1", "x2"] {
        if let x = attributes[key].flatMap(Double.init) { #expect(x >= -0.01 && x <= width + 0.01, "\(attributes)") }
      }
      for key in ["y", "y1", "y2"] {
        if let y = attributes[key].flatMap(Double.init) { #expect(y >= -0.01 && y <= drawing.height, "\(attributes)") }
      }
      if let x = attributes["x"].flatMap(Double.init), let extent = attributes["width"].flatMap(Double.init) {
        #expect(extent >= 0 && x + extent <= width + 0.01)
      }
    }
  }

  @Test func barsAreAsHighAsTheirValues() throws {
    let checker = try parsed(curves([0, 1, 2, 4]).drawing(width: 720))
    let bars = checker.elements.filter { $0.attributes["class"] == "fill-1" }.compactMap {
      $0.attributes["height"].flatMap(Double.init)
    }
    #expect(bars.count == 4)
    #expect(abs(bars[3] - 2 * bars[2]) < 0.03 && abs(bars[2] - 2 * bars[1]) < 0.03 && bars[0] == 0)
  }

  @Test func missingValuesBreakTheLineUnlessItBridges() {
    func path(_ bridges: Bool) -> String {
      CurveChart(
        id: "c", title: "", summary: "", axisTitle: "", positions: [0, 1, 2, 3, 4],
        panels: [.init("p", [.init("a", [1, 2, .nan, 3, 4], bridgesGaps: bridges)])]
      ).drawing(width: 720).standalone
    }
    #expect(moves(in: path(false)) == 2)
    #expect(moves(in: path(true)) == 1)
  }

  private func moves(in svg: String) -> Int {
    guard let start = svg.range(of: " d=\"") else { return 0 }
    return svg[start.upperBound...].prefix { $0 != "\"" }.count { $0 == "M" }
  }

  @Test func labelsOfCurvesThatMeetDoNotCoverEachOther() throws {
    let checker = try parsed(curves([1, 1, 1]).drawing(width: 720))
    let places = checker.elements.filter { $0.attributes["class"]?.hasPrefix("direct") == true }
      .compactMap { $0.attributes["y"].flatMap(Double.init) }
    #expect(places.count == 2)
    #expect(abs(places[0] - places[1]) >= 14.9)
  }

  /// Nine attacks that end at the same value, as in a study: labels apart and inside the panel, no two lines alike.
  @Test func manyCurvesThatEndTogetherAreToldApart() throws {
    let series = (1...9).map { CurveChart.Series("attack \($0)", [0.5, 1]) }
    let chart = CurveChart(
      id: "c", title: "t", summary: "s", axisTitle: "L2", positions: [0, 1],
      panels: [.init("IoU", series, range: 0...1)])
    let drawing = chart.drawing(width: 720)
    let elements = try parsed(drawing).elements.map(\.attributes)
    let labels = elements.filter { $0["class"]?.hasPrefix("direct-") ?? false }
    let heights = labels.compactMap { $0["y"].flatMap(Double.init) }.sorted()
    #expect(heights.count == 9 && zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 14.9 })
    #expect((heights.first ?? 0) > 28 && (heights.last ?? .infinity) < drawing.height - 30)
    #expect(Set(labels.map { $0["class"] }).count == 9)
    // A piece of its line before each label, since colours repeat.
    #expect(elements.filter { $0["x1"] != nil && $0["class"]?.hasPrefix("line-") == true }.count == 9)
  }

  @Test(arguments: [[], [3.0], [.nan, .nan], [0, 0, 0], [.infinity, 1], [-1, 1]])
  func emptySingleConstantAndBrokenValuesAreDrawn(values: [Double]) throws {
    let svg = curves(values).drawing(width: 720).standalone
    #expect(MarkupChecker(svg).failure == nil)
    #expect(!svg.contains("nan") && !svg.contains("inf\""))
  }

  @Test func bandsAreWordsAndHatchingNotColourAlone() throws {
    let kinds =
      [FrameKind](repeating: .idle, count: 20) + [FrameKind](repeating: .action, count: 30)
      + [FrameKind](repeating: .padding, count: 20)
    let bands = FrameBand.bands(of: kinds)
    #expect(bands.map(\.range) == [0...19, 20...49, 50...69])
    let checker = try parsed(curves([Double](repeating: 1, count: 70), bands: bands).drawing(width: 720))
    #expect(checker.attributes("fill").contains("url(#c-hatch)"))
    for word in ["action", "idle", "padding"] { #expect(checker.text.contains(word)) }
  }

  @Test func longCoursesHaveABoundedNumberOfTooltips() throws {
    let checker = try parsed(curves((0..<5000).map(Double.init)).drawing(width: 720))
    #expect(checker.elements.count { $0.attributes["class"] == "hit" } <= 80)
  }

  @Test func intervalsLieWhereTheirSharesAre() throws {
    let chart = IntervalChart(
      id: "i", title: "t", summary: "s",
      rows: [.init("half", Proportion(5, of: 10)), .init("none", Proportion(0, of: 0))])
    let checker = try parsed(chart.drawing(width: 720))
    let dots = checker.elements.filter { $0.name == "circle" }
    #expect(dots.count == 1)
    let x = try #require(dots.first?.attributes["cx"].flatMap(Double.init))
    #expect(abs(x - (230 + (720.0 - 178)) / 2) < 0.01)
    #expect(checker.text.contains("n/a"))
  }

  @Test func histogramsCountEveryFiniteValueOnce() {
    var histogram = Histogram(range: 0...1, bins: 4)
    for value in [0, 0.25, 0.5, 0.75, 1, -3, 9, .nan, .infinity] { histogram.add(value) }
    #expect(histogram.counts == [2, 1, 1, 3])
    var single = Histogram(range: 2...2, bins: 3)
    single.add(2)
    #expect(single.total == 1)
  }

  @Test func standaloneFiguresCarryTheirStyle() throws {
    let svg = curves([1, 2]).drawing(width: 720).standalone
    #expect(svg.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(svg.contains("prefers-color-scheme: dark"))
  }
}
