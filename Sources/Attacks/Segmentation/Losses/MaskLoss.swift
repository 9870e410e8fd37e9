public import Tensors

/// The loss of the adaptive segmentation mask attack, and its derivative.
///
/// With `Z` the logits, `Y` the wanted classes, `ŷ` the predicted ones and `m_i = Z_{Y_i} − max_{c≠Y_i} Z_c`:
///
///     L = Σ_i a_i · ( Z_{Y_i}  or  m_i ),   a_i = 1 while pixel i is active
///
/// Adaptive mask (the paper's equation 2): a pixel is active exactly while it is not classified as wanted; it falls out
/// of the loss when it is, and comes back when it flips. Static mask: every pixel is always active. Ignored pixels
/// have exactly zero loss and derivative.
public struct MaskLoss: Sendable, Hashable {
  /// What is raised at an active pixel.
  public enum Term: String, Sendable, Hashable, Codable, CaseIterable {
    /// The wanted class' logit (the paper).
    case logit
    /// The wanted class' logit less the strongest other one: with several classes it also pushes the rival down. For
    /// two opposite logits (a one-logit network) it has the same direction.
    case margin
  }

  public var term: Term
  /// Off: the static mask.
  public var isAdaptive: Bool
  /// A pixel stays active until its margin exceeds this many logits; 0 is the paper's "until its class is right".
  public var confidence: Float

  public init(term: Term = .logit, isAdaptive: Bool = true, confidence: Float = 0) {
    self.term = term
    self.isAdaptive = isAdaptive
    self.confidence = confidence
  }

  /// The value, the cotangent in the logits' shape, and the number of active pixels.
  public func callAsFunction(_ logits: Tensor, goal: MaskGoal) -> (value: Double, cotangent: Tensor, active: Int) {
    let pixels = PixelLogits(logits)
    let found = evaluate(pixels, goal, prediction: pixels.prediction)
    return (found.value, Tensor(shape: logits.shape, scalars: found.derivative.map(Float.init)), found.active)
  }

  /// The same for logits whose prediction is known.
  func evaluate(_ logits: PixelLogits, _ goal: MaskGoal, prediction: [Int]) -> PixelLossValue {
    var cotangent = [Double](repeating: 0, count: logits.classCount * logits.pixelCount)
    var value = 0.0
    var active = 0
    for pixel in 0..<logits.pixelCount where goal.counts(pixel) {
      let wanted = goal.target[pixel]
      guard isActive(pixel, wanted, prediction[pixel], logits) else { continue }
      active += 1
      value += Double(logits[class: wanted, pixel: pixel])
      cotangent[wanted * logits.pixelCount + pixel] = 1
      guard term == .margin else { continue }
      let rival = logits.rival(of: wanted, at: pixel)
      value -= Double(logits[class: rival, pixel: pixel])
      cotangent[rival * logits.pixelCount + pixel] = -1
    }
    return PixelLossValue(value: value, course: value, derivative: cotangent, active: active)
  }

  private func isActive(_ pixel: Int, _ wanted: Int, _ predicted: Int, _ logits: PixelLogits) -> Bool {
    guard isAdaptive, predicted == wanted else { return true }
    return confidence > 0 && logits.margin(of: wanted, at: pixel) <= confidence
  }
}
