/// What a search for one image has counted and noticed so far.
public struct MaskTally: Sendable, Codable, Equatable {
  public var forwards: Int
  public var backwards: Int
  public var steps: Int
  public var gradientVanished: Bool
  public var numericalTrouble: Bool
}
