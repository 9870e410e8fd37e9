/// The course of an attack: one element per recorded iteration in every list.
public struct IterationTrace: Sendable, Codable, Equatable {
  /// The iterations that were recorded, ascending.
  public var iteration: [Int]
  /// Mean IoU with the target mask.
  @FiniteOrNull public var iou: [Double]
  /// The share of pixels that have the target's class.
  @FiniteOrNull public var accuracy: [Double]
  @FiniteOrNull public var l2: [Double]
  @FiniteOrNull public var linf: [Double]
  /// The step multiplier P of ASMA; 0 for attacks without one.
  @FiniteOrNull public var multiplier: [Double]

  public init(
    iteration: [Int] = [], iou: [Double] = [], accuracy: [Double] = [], l2: [Double] = [], linf: [Double] = [],
    multiplier: [Double] = []
  ) {
    self.iteration = iteration
    self.iou = iou
    self.accuracy = accuracy
    self.l2 = l2
    self.linf = linf
    self.multiplier = multiplier
  }
}
