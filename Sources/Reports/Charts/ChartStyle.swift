/// The look of charts, as CSS: shared by the page and by figures saved on their own.
enum ChartStyle {
  /// Colour variables of both themes; the page adds its own.
  static let lightVariables = """
    --ink: #1b2027; --soft-ink: #525c69; --paper: #ffffff; --panel: #f5f6f8; --rule: #d5dae1; --grid: #e4e8ed;
    --series-1: #1f5fa8; --series-2: #b4511d; --series-3: #2f6f5e; --series-4: #7a4a96; --series-5: #75600a; --series-6: #a32f60; --action: #e8c65a;
    --idle: #9fb3c8; --padding: #8d96a3;
    """
  static let darkVariables = """
    --ink: #e6e9ee; --soft-ink: #a3adba; --paper: #14171c; --panel: #1c2027; --rule: #363d48; --grid: #2a303a;
    --series-1: #7db4f0; --series-2: #f0a070; --series-3: #79c9b0; --series-4: #c7a0e0; --series-5: #d8c05a; --series-6: #f08fb4; --action: #6f570f;
    --idle: #46586c; --padding: #6c7684;
    """

  static let colourCount = 6
  /// Twice as many styles as colours: what repeats a colour has other dashes.
  static let seriesCount = 2 * colourCount

  /// The style, 1…12, of the series at `index`; they repeat.
  static func series(_ index: Int) -> Int { index % seriesCount + 1 }

  /// The colour, 1…6, of a style.
  private static func colour(_ style: Int) -> Int { (style - 1) % colourCount + 1 }

  static let rules = """
    .chart text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      fill: var(--ink); font-variant-numeric: tabular-nums; }
    .chart text.tick, .chart text.quiet { fill: var(--soft-ink); font-size: 11px; }
    .chart text.heading { font-weight: 600; }
    \(direct)
    .chart .axis { stroke: var(--soft-ink); stroke-width: 1; fill: none; }
    .chart .grid { stroke: var(--grid); stroke-width: 1; fill: none; }
    .chart .mark { stroke: var(--ink); stroke-width: 1.5; fill: none; }
    .chart .mark-dashed { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; fill: none; }
    \(lines)
    .chart .hair { fill: none; stroke-width: 1; opacity: 0.85; } .chart .whisker { fill: none; stroke-width: 1.2; }
    .chart .bar { fill: var(--series-1); opacity: 0.5; }
    .chart .soft-1 { fill: var(--series-1); opacity: 0.28; }
    .chart .band-action { fill: var(--action); opacity: 0.34; }
    .chart .band-idle { fill: none; }
    .chart .ribbon-action { fill: var(--action); stroke: var(--soft-ink); stroke-width: 0.5; }
    .chart .ribbon-idle { fill: var(--panel); stroke: var(--soft-ink); stroke-width: 0.5; }
    .chart .ribbon-padding { stroke: var(--soft-ink); stroke-width: 0.5; }
    .chart .hatch { stroke: var(--padding); stroke-width: 1.2; }
    .chart .hit { fill: transparent; } .chart .hit:hover { fill: var(--ink); opacity: 0.12; }
    .chart .paper { fill: var(--paper); }
    """

  private static let direct = (1...seriesCount).map {
    ".chart text.direct-\($0) { fill: var(--series-\(colour($0))); font-weight: 600; }"
  }
  .joined(separator: " ")

  /// Every series differs in its dashes as well as in colour.
  private static let lines = (1...seriesCount).map { number in
    let colour = "var(--series-\(colour(number)))"
    let dashes = dashes[(number - 1 + (number > colourCount ? 3 : 0)) % dashes.count]
    return ".chart .line-\(number) { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: \(colour);"
      + (dashes.isEmpty ? "" : " stroke-dasharray: \(dashes);") + " }"
      + " .chart .stroke-\(number) { stroke: \(colour); } .chart .fill-\(number) { fill: \(colour); }"
  }
  .joined(separator: "\n")

  private static let dashes = ["", "7 4", "2 3", "9 3 2 3", "12 3", "1 4"]

  static let standalone =
    ":root { \(lightVariables) }\n@media (prefers-color-scheme: dark) { :root { \(darkVariables) } }\n\(rules)"
}
