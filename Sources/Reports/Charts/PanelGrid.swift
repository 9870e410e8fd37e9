public import Evaluation

/// Small multiples: panels in rows, all with the same axes; shares from 0 to 100 % with their 95 % intervals against
/// another share.
///
/// A series keeps its colour and its dashes in every panel, so one legend above serves them all.
public struct PanelGrid: Sendable {
  public struct Point: Sendable {
    /// 0…1 along the horizontal axis.
    public let position: Double
    public let share: Proportion

    public init(at position: Double, _ share: Proportion) {
      self.position = position
      self.share = share
    }
  }

  public struct Series: Sendable {
    public let label: String
    /// By ascending position.
    public let points: [Point]
    /// Drawn as a thin line in the same colour: what the points are to be compared with; may be empty.
    public let reference: [Point]

    public init(_ label: String, _ points: [Point], reference: [Point] = []) {
      self.label = label
      self.points = points
      self.reference = reference
    }
  }

  public struct Panel: Sendable {
    public let title: String
    public let series: [Series]

    public init(_ title: String, _ series: [Series]) {
      self.title = title
      self.series = series
    }
  }

  public struct Row: Sendable {
    /// What the panels of the row share; may be empty.
    public let title: String
    public let panels: [Panel]

    public init(_ title: String, _ panels: [Panel]) {
      self.title = title
      self.panels = panels
    }
  }

  public let id: String
  public let title: String
  /// What the picture shows, in words.
  public let summary: String
  public let axisTitle: String
  /// What the legend calls the thin lines; nil when there are none.
  public let referenceLabel: String?
  public let rows: [Row]

  public init(
    id: String, title: String, summary: String, axisTitle: String, referenceLabel: String? = nil, rows: [Row]
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.axisTitle = axisTitle
    self.referenceLabel = referenceLabel
    self.rows = rows
  }

  /// The labels of all series, in order of appearance: a label's place decides its colour everywhere.
  var labels: [String] {
    var labels: [String] = []
    for series in rows.flatMap(\.panels).flatMap(\.series) where !labels.contains(series.label) {
      labels.append(series.label)
    }
    return labels
  }

  public func drawing(width: Double) -> Drawing {
    let layout = PanelGridLayout(grid: self, width: width)
    return Drawing(
      width: width, height: layout.height, id: layout.id, title: title, summary: summary, content: layout.content)
  }
}
