/// What an independent look at the attack's answer found: 0 violations everywhere is a pass.
public struct Audit: Sendable, Codable, Equatable {
  /// Elements outside the region whose bits differ from the clean input's.
  public var changedOutsideRegion: Int
  /// Elements below or above the bounds, or not finite.
  public var outsideBounds: Int
  /// The norm divided by the budget's size (a zero norm counts as 0); nil for an attack without a budget.
  @FiniteOrNull public var budgetUse: Double
  /// Whether the norm is at most size · (1 + 1e-6).
  public var withinBudget: Bool

  public init(changedOutsideRegion: Int, outsideBounds: Int, budgetUse: Double, withinBudget: Bool) {
    self.changedOutsideRegion = changedOutsideRegion
    self.outsideBounds = outsideBounds
    self.budgetUse = budgetUse
    self.withinBudget = withinBudget
  }

  public var passed: Bool { changedOutsideRegion == 0 && outsideBounds == 0 && withinBudget }
}
