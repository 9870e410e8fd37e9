import Engine
import Foundation

/// The input gradients of first layers beside oneDNN's, and beside what the machine could do.
struct FirstLayerComparison: Encodable {
  let threads: Int
  /// Billions of operations a second in products of Float matrices.
  let peakGigaflops: Double
  let layers: [Layer]

  struct Layer: Encodable {
    let timing: FirstLayerTiming
    let libraryGigaflops: Double
    let planGigaflops: Double
    let ratio: Double
    let peakShare: Double
    /// The most that filling every lane of a vector can be worth.
    let bound: Double
  }

  init(_ timings: [FirstLayerTiming], on roofline: Roofline) {
    (threads, peakGigaflops) = (roofline.threads, roofline.f32)
    layers = timings.map { timing in
      Layer(
        timing: timing, libraryGigaflops: timing.libraryGigaflops, planGigaflops: timing.planGigaflops,
        ratio: timing.ratio, peakShare: timing.planGigaflops / roofline.f32, bound: timing.bound)
    }
  }

  /// A table in Markdown below a line about the machine.
  var text: String {
    [Roofline.text(threads: threads, f32: peakGigaflops), table].joined(separator: "\n\n")
  }

  private var table: String {
    MarkdownTable(columns: [
      ["layer"] + layers.map(\.timing.layer.summary),
      ["channels"] + layers.map { "\($0.timing.layer.channels) to \($0.timing.layer.results)" },
      ["oneDNN GFLOP/s"] + layers.map { String(format: "%.1f", $0.libraryGigaflops) },
      ["Chaff GFLOP/s"] + layers.map { String(format: "%.1f", $0.planGigaflops) },
      ["×"] + layers.map { String(format: "%.1f", $0.ratio) },
      ["of lanes ×"] + layers.map { String(format: "%.1f", $0.bound) },
      ["of peak"] + layers.map { String(format: "%.0f %%", 100 * $0.peakShare) },
    ]).text
  }
}
