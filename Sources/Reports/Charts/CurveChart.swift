/// Curves over one shared horizontal axis, one panel below the other: two quantities never share a panel's axis unless
/// they share a unit.
public struct CurveChart: Sendable {
  public enum Style: Sendable { case line, bars }

  public struct Series: Sendable {
    public let label: String
    /// One per position of the chart's `positions`; not finite where there is none.
    public let values: [Double]
    public let style: Style
    /// Whether a line runs on over positions without a value, or breaks there.
    public let bridgesGaps: Bool

    public init(_ label: String, _ values: [Double], style: Style = .line, bridgesGaps: Bool = false) {
      self.label = label
      self.values = values
      self.style = style
      self.bridgesGaps = bridgesGaps
    }
  }

  public struct Panel: Sendable {
    public let title: String
    public let series: [Series]
    /// Nil lets the values decide, zero included.
    public let range: ClosedRange<Double>?

    public init(_ title: String, _ series: [Series], range: ClosedRange<Double>? = nil) {
      self.title = title
      self.series = series
      self.range = range
    }
  }

  /// A position worth a line through every panel: "best epoch".
  public struct Mark: Sendable {
    public let position: Double
    public let label: String

    public init(_ label: String, at position: Double) {
      self.position = position
      self.label = label
    }
  }

  public let id: String
  public let title: String
  public let summary: String
  /// What the horizontal axis counts: "frame", "iteration".
  public let axisTitle: String
  /// Ascending.
  public let positions: [Double]
  public let panels: [Panel]
  /// Over frame positions; empty when there are none.
  public let bands: [FrameBand]
  public let marks: [Mark]

  public init(
    id: String, title: String, summary: String, axisTitle: String, positions: [Double], panels: [Panel],
    bands: [FrameBand] = [], marks: [Mark] = []
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.axisTitle = axisTitle
    self.positions = positions
    self.panels = panels
    self.bands = bands
    self.marks = marks
  }

  public func drawing(width: Double) -> Drawing {
    let layout = CurveChartLayout(chart: self, width: width)
    return Drawing(
      width: width, height: layout.height, id: layout.id, title: title, summary: summary, content: layout.content)
  }
}
