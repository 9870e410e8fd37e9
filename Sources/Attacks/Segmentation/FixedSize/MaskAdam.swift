internal import Tensors

/// Projected Adam inside a budget, on any loss over pixels: PAdam-CE and PAdam-Cos.
///
///     m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  v̂ ← max(v̂, v)
///     x ← Π( x + α_k m / √v̂ ) for Linf; for L2 the step is brought to the length α_k
///
/// with `β₁ = 0.9`, `β₂ = 0.999`, both corrected for their start. The attacks are those of Halmosi, Mohos, Jelasity, 2024,
/// arXiv:2407.09150 (AMSGrad: Reddi, Kale, Kumar, 2018), on the cross-entropy and on the cosine-weighted one.
///
/// Departure: the paper's step was not at hand. Here `α` falls linearly from half the budget to 0, so that there is nothing
/// to choose: the first steps cross the budget, the last ones settle.
public struct MaskAdam: MaskSearch, Hashable {
  public let name: String
  /// `decay`, `randomStart`, `restarts` and `seed` are not used; `stepSize` is the first `α`.
  public let settings: MaskGradientSettings

  public init(name: String, settings: MaskGradientSettings) {
    self.name = name
    self.settings = settings
  }

  public static func crossEntropy(budget: Budget, steps: Int = 200, stepSize: Float? = nil) -> MaskAdam {
    MaskAdam(name: "padam-ce", settings: MaskGradientSettings(budget: budget, steps: steps, stepSize: stepSize))
  }

  public static func cosine(budget: Budget, steps: Int = 200, stepSize: Float? = nil) -> MaskAdam {
    MaskAdam(
      name: "padam-cos",
      settings: MaskGradientSettings(budget: budget, steps: steps, stepSize: stepSize, loss: .cosineCrossEntropy))
  }

  public var budget: Budget? { settings.budget }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var success: MaskThreshold { settings.success }
  public var stepLimit: Int { settings.steps }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: MaskOracle) throws {
    let set = set(for: oracle.problem)
    var point = set.clean
    var moments = AdamMoments(count: point.count)
    let steps = settings.budget.size > 0 ? settings.steps : 0
    let first = Double(settings.stepSize ?? settings.budget.size / 2)
    for step in 0..<steps {
      let look = try oracle.look(
        at: point, raising: settings.loss, progress: Double(step) / Double(steps), scaling: .exact)
      let size = first * (1 - Double(step) / Double(steps))
      oracle.note(look, stepLength: size)
      if oracle.isComplete || (settings.stopsOnSuccess && oracle.succeeded) { return }
      guard look.hasDirection else { return oracle.noteVanishedGradient() }
      try oracle.beginStep()
      let direction = moments.direction(after: look.gradient)
      let length = settings.budget.norm == .linf ? 1 : direction.euclideanNorm
      point.add(direction, times: size / length)
      set.project(&point)
    }
    oracle.note(try oracle.look(at: point), stepLength: 0)
  }
}
