/// The page's style sheet: system fonts, one column, light and dark, phone and print.
enum PageStyle {
  static let css = """
    :root { color-scheme: light dark; \(ChartStyle.lightVariables) --accent: #1f5fa8; --good: #1f6b45; --warn: #8a5a00;
      --bad: #a8262c; --note: #fff6df; --note-rule: #c99a2e; --heat: 31, 95, 168; }
    @media (prefers-color-scheme: dark) { :root { \(ChartStyle.darkVariables) --accent: #8bbcf2; --good: #7fcf9f;
      --warn: #e6b65c; --bad: #f29a9a; --note: #2a2414; --note-rule: #a8842e; --heat: 110, 165, 230; } }
    *, *::before, *::after { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55; font-size: 1rem;
      font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
    main, header.top, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.5rem; }
    header.top { padding-top: 3rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0.2rem 0 0.4rem; font-weight: 650; }
    h2 { font-size: 1.35rem; line-height: 1.3; margin: 4rem 0 0.8rem; padding-top: 1.2rem; font-weight: 650;
      border-top: 1px solid var(--rule); letter-spacing: -0.01em; }
    h3 { font-size: 1.08rem; line-height: 1.35; margin: 2.4rem 0 0.6rem; font-weight: 650; }
    h4 { font-size: 0.95rem; margin: 1.8rem 0 0.5rem; font-weight: 650; }
    p, ul, ol, dl { margin: 0 0 0.9rem; max-width: 44rem; }
    .eyebrow { color: var(--soft-ink); font-size: 0.82rem; letter-spacing: 0.08em; text-transform: uppercase;
      margin: 0; font-weight: 600; }
    .subtitle, .note { color: var(--soft-ink); } .note { font-size: 0.88rem; line-height: 1.5; }
    a { color: var(--accent); text-underline-offset: 0.15em; } a:focus-visible, summary:focus-visible,
    .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    code, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: 0.86em; overflow-wrap: anywhere; }
    bdi { overflow-wrap: break-word; }
    .skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper);
      padding: 0.5rem 1rem; z-index: 2; }
    nav.contents { margin: 1.6rem 0 0; font-size: 0.9rem; }
    nav.contents ol { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.3rem; max-width: none; }
    .headline p { font-size: 1.12rem; line-height: 1.55; max-width: 46rem; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr)); gap: 1px; margin: 2rem 0; max-width: none;
      background: var(--paper); border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; }
    .tile { box-shadow: 0 0 0 1px var(--rule); padding: 1.1rem 1.25rem 1rem; }
    .tile dt { font-size: 0.85rem; color: var(--soft-ink); font-weight: 600; }
    .tile dd { margin: 0; } .tile .big { font-size: 2rem; line-height: 1.25; font-weight: 620;
      letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
    .tile .small { font-size: 0.82rem; color: var(--soft-ink); line-height: 1.45; }
    .caveats { background: var(--note); border-left: 4px solid var(--note-rule); padding: 1rem 1.3rem 0.6rem;
      margin: 2rem 0; border-radius: 0 6px 6px 0; }
    .caveats h2 { border: 0; margin: 0 0 0.5rem; padding: 0; font-size: 1.05rem; } .caveats ul { padding-left: 1.2rem; }
    .caveats li { margin-bottom: 0.45rem; }
    .scroll { overflow-x: auto; margin: 0 0 1.2rem; max-width: 100%; background:
      linear-gradient(90deg, transparent, var(--paper) 60%) 100% 0 / 3rem 100% no-repeat local,
      linear-gradient(90deg, transparent, var(--rule)) 100% 0 / 0.8rem 100% no-repeat scroll; }
    table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
    p.caption, caption { text-align: left; color: var(--soft-ink); font-size: 0.88rem; line-height: 1.5; margin: 0 0 0.3rem; }
    caption { padding: 0 0 0.5rem; }
    th, td { text-align: left; padding: 0.42rem 1.1rem 0.42rem 0; vertical-align: top;
      border-bottom: 1px solid var(--rule); }
    thead th { font-weight: 600; color: var(--soft-ink); font-size: 0.84rem; vertical-align: bottom; }
    tbody th { font-weight: 500; min-width: 7.5rem; } td.number, th.number { text-align: right; white-space: nowrap; }
    table.paper { border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); min-width: 34rem; }
    table.paper thead th { border-bottom: 1px solid var(--ink); color: var(--ink); }
    table.paper tbody th { font-weight: 400; } table.paper tbody tr:last-child > * { border-bottom: 0; }
    table.paper tr.group th { font-weight: 600; padding-top: 0.9rem; }
    table.paper th:last-child, table.paper td:last-child { padding-right: 0; }
    .abstract { border-left: 3px solid var(--rule); padding-left: 1.3rem; margin: 1.8rem 0; }
    td .sub { display: block; color: var(--soft-ink); font-size: 0.82em; }
    .verdict { font-weight: 600; white-space: nowrap; } .verdict-pass { color: var(--good); }
    .verdict-warn { color: var(--warn); } .verdict-fail { color: var(--bad); } .verdict-none { color: var(--soft-ink); }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2.5rem; }
    .pair > * { min-width: 0; }
    table.confusion th, table.confusion td { border: 1px solid var(--paper); padding: 0.45rem 0.55rem;
      font-size: 0.85rem; min-width: 0; }
    table.confusion td { text-align: right; }
    \(shades)
    table.confusion td.diagonal { outline: 2px solid var(--soft-ink); outline-offset: -3px; }
    table.confusion thead th { text-align: right; white-space: nowrap; } table.confusion tbody th { white-space: nowrap; }
    figure { margin: 1.2rem 0 1.8rem; } figcaption { color: var(--soft-ink); font-size: 0.88rem; max-width: 46rem;
      margin-top: 0.5rem; }
    svg.chart { display: block; width: 100%; height: auto; max-width: 46rem; overflow: visible; }
    svg.narrow { display: none; max-width: 24rem; }
    .sample { margin-top: 2.6rem; } .sample > h3 { margin-top: 0; }
    .badge { display: inline-block; border: 1px solid currentColor; border-radius: 3px; padding: 0 0.45em;
      font-size: 0.82em; font-weight: 600; white-space: nowrap; }
    dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.7rem 2rem;
      max-width: none; font-size: 0.9rem; } dl.facts dt { color: var(--soft-ink); font-size: 0.82rem; }
    dl.facts dd { margin: 0; }
    table.filmstrip { border-spacing: 0; border-collapse: separate; table-layout: fixed; width: 100%; }
    \(stripWidths)
    table.filmstrip.long { min-width: 54rem; } table.filmstrip th, table.filmstrip td {
      border: 0; padding: 0 0 3px; }
    table.filmstrip th { position: sticky; left: 0; background: var(--paper); font-size: 0.8rem; font-weight: 500;
      line-height: 1.25; vertical-align: middle; width: 8.4rem; min-width: 8.4rem; padding-right: 0.8rem; z-index: 1; }
    table.filmstrip td img, table.filmstrip td svg { display: block; width: 100%; height: auto; }
    table.filmstrip tr.gap th, table.filmstrip tr.gap td { padding-top: 9px; }
    img { image-rendering: auto; max-width: none; } img.pixels { image-rendering: pixelated; }
    ul.scales { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; padding: 0; max-width: none;
      font-size: 0.82rem; color: var(--soft-ink); font-variant-numeric: tabular-nums; }
    ul.scales li { display: flex; align-items: center; flex-wrap: wrap; gap: 0.1rem 0.5rem; } ul.scales img {
      width: 7rem; height: 0.7rem; border-radius: 2px; }
    .pictures { display: grid; grid-template-columns: repeat(3, 1fr);
      gap: 1.4rem 1.2rem; margin: 1.2rem 0; padding: 0; } .pictures figure { margin: 0; } .pictures img { width: 100%;
      height: auto; display: block; border-radius: 3px; } .pictures figcaption { margin-top: 0.4rem; font-size: 0.84rem; }
    .pictures.strip { grid-template-columns: repeat(6, 1fr); gap: 1rem 0.7rem; }
    .pictures strong { color: var(--ink); font-weight: 600; }
    \(swatches)
    .swatch { display: inline-block; width: 0.85em; height: 0.85em; border: 1px solid var(--soft-ink);
      border-radius: 2px; vertical-align: -0.08em; margin-right: 0.35em; }
    time { white-space: nowrap; }
    details { margin: 0 0 1.2rem; } summary { cursor: pointer; color: var(--accent); font-size: 0.9rem; }
    details > .scroll, details > figure { margin-top: 0.8rem; }
    .missing { border: 1px dashed var(--note-rule); border-radius: 6px; padding: 0.7rem 1rem; font-size: 0.9rem; }
    footer { margin-top: 5rem; padding-bottom: 4rem; color: var(--soft-ink); font-size: 0.85rem; }
    @media (max-width: 40rem) { main, header.top, footer { padding-left: 1rem; padding-right: 1rem; }
      header.top { padding-top: 1.6rem; } h1 { font-size: 1.5rem; } h2 { margin-top: 3rem; }
      .tiles { grid-template-columns: 1fr 1fr; } .tile { padding: 0.8rem 0.9rem; } .tile .big { font-size: 1.45rem; }
      svg.wide { display: none; } svg.narrow { display: block; } table.filmstrip th { width: 5.6rem;
      min-width: 5.6rem; font-size: 0.74rem; padding-right: 0.5rem; } dl.facts { grid-template-columns: 1fr 1fr; gap: 0.7rem 1rem; } .pictures, .pictures.strip { grid-template-columns: 1fr 1fr; gap: 1rem 0.7rem; }
      .headline p { font-size: 1.04rem; } }
    @media print { :root { color-scheme: light; \(ChartStyle.lightVariables) --accent: #1b2027; --good: #1f6b45;
      --warn: #8a5a00; --bad: #a8262c; --note: #ffffff; --heat: 31, 95, 168; }
      @page { margin: 16mm 14mm; } html { font-size: 11.5px; } * { print-color-adjust: exact;
      -webkit-print-color-adjust: exact; } main, header.top, footer { padding: 0; max-width: none; }
      nav.contents, .skip { display: none; } h2 { margin-top: 2rem; break-after: avoid; } h3, h4 { break-after: avoid; }
      figure, table.confusion, .tile, .caveats, tr { break-inside: avoid; } .scroll { overflow: visible; }
      table.filmstrip.long, table.paper { min-width: 0; } table.filmstrip th { position: static; } thead { display: table-header-group; } a { text-decoration: none; } }
    """

  /// Backgrounds of confusion cells in steps of a tenth of the row, light enough for text on them.
  private static let shades = (0...10).map {
    ".s\($0) { background: rgba(var(--heat), \(Numeral.fixed(Double($0) * 0.05, places: 2))); }"
  }
  .joined(separator: " ")

  /// Strips of few frames are not stretched over the column.
  private static let stripWidths = (1...16).map {
    "table.filmstrip.frames-\($0) { max-width: calc(8.4rem + \($0 * FilmstripFigure.cellWidth)px); }"
  }
  .joined(separator: " ")

  /// Class colours of masks.
  private static let swatches = ImageRendering.classColours.enumerated()
    .map { ".swatch.c\($0 + 1) { background: \($1.hex); }" }.joined(separator: " ")
}
