/// What a network should say of one sample: one class, or one class per pixel.
public struct TrainingTarget: Sendable, Equatable {
  /// A position that counts in no loss and no score.
  public static let void: Int32 = -1

  /// One entry for a classifier; `height · width`, row-major, for a mask.
  public let classes: [Int32]

  public init(classes: [Int32]) { self.classes = classes }

  public init(label: Int) { classes = [Int32(label)] }

  /// The class of a target of one position.
  public var label: Int? { classes.count == 1 && classes[0] >= 0 ? Int(classes[0]) : nil }
}
