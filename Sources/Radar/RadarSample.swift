public import Tensors

/// A sequence as the model sees it, with everything that is known of where it came from.
public struct RadarSample: Sendable {
  /// "Class/file", the same in every run.
  public let id: String
  public let classIndex: Int?
  public let className: String?
  /// Model-input units, its axes in the order of `axes`; no batch axis.
  public let input: Tensor
  public let axes: [Axis]
  /// What each frame along the time axis is.
  public let frameKinds: [FrameKind]
  public let frameSources: [FramedSequence.Source]
  public let transform: ValueTransform
  /// The transform with this sample's own numbers.
  public let fittedTransform: FittedTransform
  public let facts: RecordingFacts

  /// Where the frames are along `input`; nil when a single frame was squeezed away.
  public var timeAxis: Int? { axes.firstIndex(of: .time) }

  /// The same sample with its axes in another order; an axis of extent 1 may be left out.
  public func permuted(to axes: [Axis]) throws(RadarError) -> RadarSample {
    try replacingInput(try AxisOrder(self.axes, of: id).arranged(input, as: axes), axes: axes)
  }

  /// What would lie in the file for a (perturbed) model input, not yet rounded, in the axes of this sample.
  ///
  /// - Throws: ``RadarError`` when a step of the transform cannot be undone.
  public func storedValues(of input: Tensor) throws(RadarError) -> Tensor {
    try requireReversible()
    let standard = try standardOrder(input)
    return try ownOrder(fittedTransform.inverted(standard))
  }

  /// What the model would see if a (perturbed) input were saved in the file's own number type and read again.
  ///
  /// Undoes the transform, rounds to storable numbers, and transforms anew, maxima and the like included.
  ///
  /// - Throws: as above.
  public func roundedToStoredValues(_ input: Tensor) throws(RadarError) -> Tensor {
    try requireReversible()
    let stored = fittedTransform.inverted(try standardOrder(input)).map(facts.stored.rounded)
    return try ownOrder(try transform.applied(to: stored, of: id).input)
  }

  private func requireReversible() throws(RadarError) {
    guard let step = transform.steps.first(where: { !$0.isReversible }) else { return }
    throw RadarError(
      id, "what would lie in the file is not known: the step '\(step)' cannot be undone",
      remedy: "use a transform of steps that can be undone")
  }

  private func standardOrder(_ input: Tensor) throws(RadarError) -> Tensor {
    precondition(input.shape == self.input.shape, "RadarSample: expected \(self.input.shape), is \(input.shape)")
    return try AxisOrder(axes, of: id).arranged(input, as: Recording.axes)
  }

  private func ownOrder(_ standard: Tensor) throws(RadarError) -> Tensor {
    try AxisOrder(Recording.axes, of: id).arranged(standard, as: axes)
  }

  private func replacingInput(_ input: Tensor, axes: [Axis]) throws(RadarError) -> RadarSample {
    RadarSample(
      id: id, classIndex: classIndex, className: className, input: input, axes: axes, frameKinds: frameKinds,
      frameSources: frameSources, transform: transform, fittedTransform: fittedTransform, facts: facts)
  }
}
