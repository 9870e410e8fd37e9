import Engine
import Foundation

extension Roofline {
  /// What was measured of the machine, in a line.
  var text: String {
    var parts = [Self.text(threads: threads, f32: f32)]
    if let bf16 { parts.append(String(format: "%.0f in bf16", bf16)) }
    parts += memories.map { String(format: "%.0f GB/s %@", $0.bandwidth, $0.name) }
    return parts.joined(separator: ", ")
  }

  /// How fast a machine multiplies.
  static func text(threads: Int, f32: Double) -> String {
    String(format: "This machine, %d threads: %.0f GFLOP/s in f32 products", threads, f32)
  }
}
