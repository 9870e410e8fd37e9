/// One class per pixel: 0 is background, 1 and up are the objects, `Mask.void` is a pixel that does not count.
public struct Mask: Sendable, Hashable {
  /// A pixel without a label: left out of every metric and of every loss.
  public static let void: Int32 = -1

  public let height: Int
  public let width: Int
  /// How many classes there are, background included, whether or not all of them occur here.
  public let classCount: Int
  /// [height, width], row-major.
  public let classes: [Int32]

  public init(height: Int, width: Int, classCount: Int, classes: [Int32]) {
    precondition(
      height >= 0 && width >= 0 && classes.count == height * width,
      "Mask: \(classes.count) pixels cannot fill \(width) × \(height)")
    precondition(classCount >= 2, "Mask: expected two classes or more, is \(classCount)")
    precondition(
      classes.allSatisfy { $0 >= Self.void && $0 < classCount }, "Mask: expected classes below \(classCount) or void")
    self.height = height
    self.width = width
    self.classCount = classCount
    self.classes = classes
  }

  /// A mask of background alone.
  public init(emptyWithHeight height: Int, width: Int, classCount: Int) {
    self.init(
      height: height, width: width, classCount: classCount,
      classes: [Int32](repeating: 0, count: height * width))
  }

  public subscript(row: Int, column: Int) -> Int32 { classes[row * width + column] }

  /// No pixel belongs to an object.
  public var isEmpty: Bool { !classes.contains { $0 > 0 } }

  public var voidCount: Int { classes.count { $0 == Self.void } }

  /// How many pixels each class has; void pixels are in none.
  public var pixelCounts: [Int] {
    var counts = [Int](repeating: 0, count: classCount)
    for label in classes where label >= 0 { counts[Int(label)] += 1 }
    return counts
  }

  /// The same size and class count with other pixels.
  func replacingClasses(_ classes: [Int32]) -> Mask {
    Mask(height: height, width: width, classCount: classCount, classes: classes)
  }
}
