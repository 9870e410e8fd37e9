/// What a machine can do at most: how fast it multiplies, and how fast it moves numbers.
///
/// A step that does `f` operations on `b` bytes takes at least `max(f / peak, b / bandwidth)` (Williams, Waterman and
/// Patterson 2009, doi:10.1145/1498765.1498785). The bandwidth is that of the nearest memory in which its bytes fit
/// together, so a step never has an easier bound than it should. Winograd's algorithm does fewer multiplications than are
/// counted, so a share above 1 is possible.
public struct Roofline: Sendable, Codable {
  /// Billions of operations a second in products of Float matrices.
  public var f32: Double
  /// The same in bf16; nil where the processor has none.
  public var bf16: Double?
  /// Nearest first; the last is main memory.
  public var memories: [Memory]
  public var threads: Int

  public struct Memory: Sendable, Codable {
    public var name: String
    /// What fits, of all threads together; nil for main memory.
    public var bytes: Int?
    /// Billions of bytes a second, read and written.
    public var bandwidth: Double

    public init(name: String, bytes: Int?, bandwidth: Double) {
      (self.name, self.bytes, self.bandwidth) = (name, bytes, bandwidth)
    }
  }

  public init(f32: Double, bf16: Double?, memories: [Memory], threads: Int) {
    (self.f32, self.bf16, self.memories, self.threads) = (f32, bf16, memories, threads)
  }

  /// The bandwidth of the nearest memory that holds so many bytes.
  public func bandwidth(forBytes bytes: Int) -> Double {
    (memories.first { $0.bytes.map { bytes <= $0 } ?? true } ?? memories.last)?.bandwidth ?? .infinity
  }

  /// The least time of a step; what is not counted in operations is bound by its bytes alone.
  public func milliseconds(of step: PlanProfile.Step) -> Double {
    let peak = step.isBFloat16 ? bf16 ?? f32 : f32
    let multiplying = Double(step.operations ?? 0) / peak
    return max(multiplying, Double(step.bytes) / bandwidth(forBytes: step.bytes)) / 1e6
  }

  /// The share of what is possible that a step achieves: about 0...1.
  public func share(of step: PlanProfile.Step) -> Double {
    step.milliseconds > 0 ? milliseconds(of: step) / step.milliseconds : 0
  }
}
