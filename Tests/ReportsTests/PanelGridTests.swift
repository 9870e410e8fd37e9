import Evaluation
import Foundation
import Reports
import Testing

@Suite struct PanelGridTests {
  private func grid(panels: Int, series: Int = 3) -> PanelGrid {
    let points = [0.0, 0.25, 0.75].map { PanelGrid.Point(at: $0, Proportion(Int($0 * 40), of: 40)) }
    return PanelGrid(
      id: "g", title: "t", summary: "s", axisTitle: "share", referenceLabel: "thin: before",
      rows: [
        .init(
          "row",
          (0..<panels).map { panel in
            .init(
              "panel \(panel)",
              (0..<series).map { .init("victim with a long name \($0)", points, reference: points) })
          })
      ])
  }

  private func parsed(_ grid: PanelGrid, _ width: Double) -> (checker: MarkupChecker, height: Double) {
    let drawing = grid.drawing(width: width)
    return (MarkupChecker(drawing.standalone), drawing.height)
  }

  @Test(arguments: [720.0, 360.0], [1, 2, 4, 7])
  func nothingIsDrawnOutsideThePicture(width: Double, panels: Int) {
    let (checker, height) = parsed(grid(panels: panels), width)
    #expect(checker.failure == nil)
    for (name, attributes) in checker.elements where ["line", "circle", "text"].contains(name) {
      for key in ["x", "x1", "x2", "cx"] {
        if let x = attributes[key].flatMap(Double.init) { #expect(x >= -0.01 && x <= width + 0.01, "\(attributes)") }
      }
      for key in ["y", "y1", "y2", "cy"] {
        if let y = attributes[key].flatMap(Double.init) { #expect(y >= -0.01 && y <= height, "\(attributes)") }
      }
    }
  }

  @Test func pointsLieAsHighAsTheirShares() throws {
    let (checker, _) = parsed(grid(panels: 1, series: 1), 720)
    let heights = checker.elements.filter { $0.name == "circle" && $0.attributes["r"] == "2.8" }
      .compactMap { $0.attributes["cy"].flatMap(Double.init) }.suffix(3)
    let (none, quarter, most) = (
      heights[heights.startIndex], heights[heights.startIndex + 1], heights[heights.startIndex + 2]
    )
    #expect(abs((none - quarter) * 3 - (none - most)) < 0.05)
    #expect(most < quarter && quarter < none)
  }

  @Test func aSeriesKeepsItsStyleInEveryPanel() {
    let points = [PanelGrid.Point(at: 0.5, Proportion(1, of: 2))]
    let grid = PanelGrid(
      id: "g", title: "", summary: "", axisTitle: "",
      rows: [
        .init("", [.init("a", [.init("one", points), .init("two", points)]), .init("b", [.init("two", points)])])
      ])
    let (checker, _) = parsed(grid, 720)
    let dots = checker.elements.filter { $0.name == "circle" }.compactMap { $0.attributes["class"] }
    #expect(dots == ["fill-1", "fill-2", "fill-1", "fill-2", "fill-2"])
  }

  @Test func pointsWithoutASampleAreLeftOut() {
    let grid = PanelGrid(
      id: "g", title: "", summary: "", axisTitle: "",
      rows: [
        .init(
          "", [.init("a", [.init("one", [.init(at: 0, Proportion(0, of: 0)), .init(at: .nan, Proportion(1, of: 2))])])])
      ])
    for width in [720.0, 360] {
      let (checker, _) = parsed(grid, width)
      #expect(checker.failure == nil)
      #expect(!checker.elements.contains { $0.attributes.values.contains { $0.lowercased().contains("nan") } })
    }
    #expect(parsed(PanelGrid(id: "g", title: "", summary: "", axisTitle: "", rows: []), 720).checker.failure == nil)
  }
}
