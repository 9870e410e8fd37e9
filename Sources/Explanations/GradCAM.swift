public import Tensors

/// Gradient-weighted class activation mapping (Selvaraju et al., 2017, arXiv:1610.02391).
///
///     α_k = mean over positions of ∂score/∂A_k,   map = ReLU( Σ_k α_k A_k )
///
/// with `A_k` channel `k` of a layer's activation. The map is resized to the input (linear, sample centres aligned) and
/// divided by its largest value; a map that is zero everywhere stays zero and says so.
///
/// Positions are the layer's axes other than channels, matched with the input's:
///
/// | activation of one input | becomes |
/// |---|---|
/// | as many axes as the input: `[1, C, h, w]`, `[1, C, t, r, d]` | the map, each axis interpolated |
/// | time folded into the batch: `[t, C, r, d]` | `[t, r, d]`; `α` is averaged over time as well |
/// | time only: `[1, C, t]` or `[t, C]` | the same value all over a frame |
/// | no time: `[1, C, r, d]` for a sequence | the same map in every frame |
///
/// Inputs are explained one at a time, so that a leading extent other than 1 can only be time.
public struct GradCAM: Sendable, Hashable {
  /// A layer's name; nil for the last convolution.
  public var layer: String?

  public init(layer: String? = nil) { self.layer = layer }

  /// The heat map of one input.
  ///
  /// - Parameters:
  ///   - input: the input without a batch axis.
  ///   - axes: what each of its axes stands for.
  ///   - score: what to explain.
  ///   - model: the model to look into.
  /// - Returns: a map over the input's axes without channels.
  /// - Throws: `ExplanationError` when the layer has no position left or gives numbers that are not finite; whatever the
  ///   model throws.
  public func callAsFunction(
    of input: Tensor, axes: [Axis], score: ExplainedScore, by model: any Explainable
  ) throws -> HeatMap {
    precondition(input.rank == axes.count, "GradCAM: \(axes) do not name the axes of \(input.shape)")
    var classIndex = 0
    let tapped = try model.activationsAndGradients(at: Tensor(batching: [input]), layer: layer) { logits in
      let (index, cotangent) = try score.cotangent(for: logits)
      classIndex = index
      return cotangent
    }
    let grid = PositionGrid(inputShape: input.shape, axes: axes)
    let map = try grid.map(from: try weightedSum(tapped.activation, tapped.gradient, tapped.layer), layer: tapped.layer)
    let peak = map.scalars.max() ?? 0
    return HeatMap(
      values: peak > 0 ? map.map { $0 / peak } : map, axes: grid.axes, layer: tapped.layer, classIndex: classIndex,
      peak: peak)
  }

  /// `ReLU(Σ_k α_k A_k)`, of shape `[A] + positions`.
  private func weightedSum(_ activation: Tensor, _ gradient: Tensor, _ layer: String) throws -> Tensor {
    guard activation.shape == gradient.shape, activation.rank >= 2 else {
      throw ExplanationError("layer \(layer) gives \(activation.shape), which has no channel axis to weigh")
    }
    let (leading, channels) = (activation.shape[0], activation.shape[1])
    let places = activation.shape[2...].reduce(1, *)
    var sums = [Double](repeating: 0, count: leading * places)
    for channel in 0..<channels {
      let starts = (0..<leading).map { ($0 * channels + channel) * places }
      let weight = Self.mean(gradient.scalars, starts: starts, count: places)
      for (frame, start) in starts.enumerated() {
        for place in 0..<places { sums[frame * places + place] += weight * Double(activation.scalars[start + place]) }
      }
    }
    guard sums.allSatisfy({ $0.isFinite }) else {
      throw ExplanationError("layer \(layer) gives activations or gradients that are not finite")
    }
    return Tensor(shape: [leading] + activation.shape[2...], scalars: sums.map { Float(max($0, 0)) })
  }

  private static func mean(_ scalars: [Float], starts: [Int], count: Int) -> Double {
    var sum = 0.0
    for start in starts {
      for index in start..<start + count { sum += Double(scalars[index]) }
    }
    return sum / Double(max(starts.count * count, 1))
  }
}
