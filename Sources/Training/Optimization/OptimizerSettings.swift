/// Which optimiser, and its numbers; the learning rate comes from a `RateSchedule`.
public enum OptimizerSettings: Sendable, Codable, Equatable {
  case sgd(SGDSettings)
  case adamW(AdamWSettings)

  public static let sgd = OptimizerSettings.sgd(SGDSettings())
  public static let adamW = OptimizerSettings.adamW(AdamWSettings())

  /// "sgd", "adamw".
  public var name: String {
    switch self {
    case .sgd: "sgd"
    case .adamW: "adamw"
    }
  }

  /// The share of a decaying parameter that is lost in a step of rate 1 (AdamW), or added to its gradient (SGD).
  public var weightDecay: Double {
    get {
      switch self {
      case .sgd(let settings): settings.weightDecay
      case .adamW(let settings): settings.weightDecay
      }
    }
    set {
      switch self {
      case .sgd(var settings):
        settings.weightDecay = newValue
        self = .sgd(settings)
      case .adamW(var settings):
        settings.weightDecay = newValue
        self = .adamW(settings)
      }
    }
  }
}

/// Stochastic gradient descent with momentum, as PyTorch's `SGD` (without dampening).
///
///     g ← g + λ p,   v ← μ v + g (the first time: g),   p ← p − η v      (Nesterov: p ← p − η (g + μ v))
public struct SGDSettings: Sendable, Codable, Equatable {
  /// The coefficient μ; 0 keeps no velocity.
  public var momentum = 0.9
  public var isNesterov = false
  /// The coefficient λ.
  public var weightDecay = 0.0

  public init(momentum: Double = 0.9, isNesterov: Bool = false, weightDecay: Double = 0) {
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019, arXiv:1711.05101), as PyTorch's `AdamW`.
///
///     p ← p − η λ p,   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     p ← p − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
public struct AdamWSettings: Sendable, Codable, Equatable {
  public var beta1 = 0.9
  public var beta2 = 0.999
  public var epsilon = 1e-8
  /// The coefficient λ.
  public var weightDecay = 0.01

  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0.01) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }
}
