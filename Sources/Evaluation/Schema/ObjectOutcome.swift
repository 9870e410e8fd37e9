/// One object of the true mask, and how much of it a network draws before and after an attack.
///
/// An object is a connected piece of one class (neighbours over corners count). Every predicted pixel of the class belongs to
/// the object that it is nearest to, so that what a network draws besides counts against somebody.
public struct ObjectOutcome: Sendable, Codable, Equatable {
  public var `class`: Int
  /// In pixels.
  public var area: Int
  /// Dice coefficient with the predicted pixels that belong to the object.
  public var diceBefore: Double
  public var diceAfter: Double
  /// The share of the object's pixels that are predicted as its class.
  public var foundBefore: Double
  public var foundAfter: Double

  public init(
    class label: Int, area: Int, diceBefore: Double, diceAfter: Double, foundBefore: Double, foundAfter: Double
  ) {
    self.class = label
    self.area = area
    self.diceBefore = diceBefore
    self.diceAfter = diceAfter
    self.foundBefore = foundBefore
    self.foundAfter = foundAfter
  }

  /// Half of it was found without the attack, and less than half is with it.
  public var isLost: Bool { wasFound && foundAfter < 0.5 }
  public var wasFound: Bool { foundBefore >= 0.5 }
}
