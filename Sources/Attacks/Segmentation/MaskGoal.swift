/// What a segmentation network should be made to say, or to say no more: one class for every output pixel.
public struct MaskGoal: Sendable, Hashable {
  /// What is to be done with the mask.
  public enum Aim: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every pixel should get its class of the mask: a targeted attack.
    case draw
    /// Every pixel should get another class than the mask's (the truth, say): an untargeted attack.
    case destroy
  }

  /// The class of every pixel of the output grid, row-major; the grid may be smaller than the input.
  public let target: [Int]
  public let height: Int
  public let width: Int
  public let classCount: Int
  /// Pixels with this label count nowhere: not in the loss, not in any score.
  public let ignoredLabel: Int?
  /// The class that scores leave out, since the other classes are the objects; nil: all classes count.
  public let background: Int?
  public let aim: Aim

  public init(
    target: [Int], height: Int, width: Int, classCount: Int = 2, ignoredLabel: Int? = nil, background: Int? = 0,
    aim: Aim = .draw
  ) {
    precondition(target.count == height * width, "MaskGoal: \(target.count) pixels cannot fill \(height) x \(width)")
    self.target = target
    self.height = height
    self.width = width
    self.classCount = classCount
    self.ignoredLabel = ignoredLabel
    self.background = background
    self.aim = aim
  }

  /// Whether a pixel counts.
  func counts(_ pixel: Int) -> Bool { target[pixel] != ignoredLabel }

  /// Whether a pixel's prediction is not yet what the attacker wants.
  func isOpen(_ pixel: Int, _ prediction: Int) -> Bool {
    switch aim {
    case .draw: prediction != target[pixel]
    case .destroy: prediction == target[pixel]
    }
  }

  /// +1 where raising the mask's class serves the attacker, −1 where lowering it does.
  var sign: Double {
    switch aim {
    case .draw: 1
    case .destroy: -1
    }
  }

  /// How many pixels count.
  var countedPixels: Int { target.count { $0 != ignoredLabel } }

  /// What makes the goal impossible for a network of this output shape.
  func complaints(outputShape: [Int]) -> [String] {
    guard outputShape.count == 3 else {
      return ["the model is no segmentation network: it gives \(outputShape) logits, not [classes, height, width]"]
    }
    var complaints: [String] = []
    if outputShape[0] != classCount || classCount < 2 {
      complaints.append("the goal has \(classCount) classes, the model \(outputShape[0])")
    }
    if [height, width] != Array(outputShape.dropFirst()) {
      complaints.append(
        "the target mask is \(height) x \(width), the model's output \(outputShape[1]) x \(outputShape[2])")
    }
    if let wrong = target.first(where: { $0 != ignoredLabel && !(0..<classCount).contains($0) }) {
      complaints.append("the target mask has the label \(wrong), the classes are 0...\(classCount - 1)")
    }
    if target.allSatisfy({ $0 == ignoredLabel }) { complaints.append("every pixel of the target mask is ignored") }
    return complaints
  }
}
