/// Where the time of a forward pass and a pullback goes.
public struct PlanProfile: Sendable, Codable {
  /// In the order in which they run.
  public let steps: [Step]
  /// The median of whole passes, in milliseconds, with what is copied into and out of the plan.
  public let milliseconds: Double
  /// Passes that counted.
  public let passes: Int

  public struct Step: Sendable, Codable {
    /// The node and the kernel that runs it.
    public let label: String
    public let isBackward: Bool
    public let family: StepFamily
    /// The median over the passes.
    public let milliseconds: Double
    /// Floating-point operations; nil where they have not been counted.
    public let operations: Int?
    /// Whether what is multiplied is bf16.
    public let isBFloat16: Bool
    /// Bytes of all that is read and written, each buffer once.
    public let bytes: Int

    /// Billions of operations a second.
    public var gigaflops: Double? { operations.map { rate(Double($0)) } }
    /// Billions of bytes a second.
    public var gigabytes: Double { rate(Double(bytes)) }

    private func rate(_ count: Double) -> Double { milliseconds > 0 ? count / milliseconds / 1e6 : 0 }
  }

  public var stepMilliseconds: Double { steps.reduce(0) { $0 + $1.milliseconds } }

  /// The milliseconds of each family that occurs, the longest first.
  public var families: [(family: StepFamily, steps: Int, milliseconds: Double)] {
    StepFamily.allCases.compactMap { family in
      let own = steps.filter { $0.family == family }
      return own.isEmpty ? nil : (family, own.count, own.reduce(0) { $0 + $1.milliseconds })
    }.sorted { $0.milliseconds > $1.milliseconds }
  }

  /// The share of the steps' time that goes into these families, 0...1.
  public func share(where belongs: (StepFamily) -> Bool) -> Double {
    let own = steps.reduce(0) { belongs($1.family) ? $0 + $1.milliseconds : $0 }
    return stepMilliseconds > 0 ? own / stepMilliseconds : 0
  }
}
