/// An attack that can be set to work in other bounds: what lets it search in another space than that of the inputs.
public protocol BoundedAttack: ClassificationAttack {
  /// What limits the perturbation; nil where only the bounds do.
  var budget: Budget? { get }

  /// The same attack for inputs with values in `bounds`.
  func working(within bounds: ClosedRange<Float>) -> Self
}

extension GradientAttack: BoundedAttack {
  public var budget: Budget? { settings.budget }

  public func working(within bounds: ClosedRange<Float>) -> GradientAttack {
    var settings = settings
    settings.budget = Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: bounds)
    return GradientAttack(name: name, settings: settings)
  }
}
