public import Tensors

/// What goes wrong without an attacker: corruptions of radar maps and of images, in five severities.
///
/// No attack: nothing is searched for. The image corruptions follow Hendrycks and Dietterich (2019, arXiv:1903.12261);
/// where their sizes are for one size of image, ours are shares of the extent. `w` is the bounds' width, `b` their lower
/// bound, which stands for no signal.
///
/// | corruption | what it does | severities 1…5 |
/// |---|---|---|
/// | `noiseFloor` | `b + |x − b + n|`, `n` complex Gaussian | deviation 0.01, 0.02, 0.04, 0.08, 0.16 · w |
/// | `gainDrift` | `b + (x − b)(1 + a sin(2πt/T + φ))` | `a` 0.05, 0.1, 0.2, 0.35, 0.5 |
/// | `staticClutter` | echoes that stay: in all frames, at Doppler zero | amplitude 0.05, 0.1, 0.2, 0.3, 0.5 · w |
/// | `droppedFrames` | the frame before is shown again | 5, 10, 20, 30, 50 % of the frames |
/// | `shiftedRangeBins` | all echoes nearer or farther | 2, 4, 8, 12, 20 % of the range axis |
/// | `noise` | `x + n`, Gaussian | deviation 0.08, 0.12, 0.18, 0.26, 0.38 · w |
/// | `blur` | Gaussian | deviation 0.4, 0.6, 0.7, 0.8, 1 elements; × extent / 40 on larger planes |
/// | `brightness` | `x + a` | 0.1, 0.2, 0.3, 0.4, 0.5 · w |
/// | `contrast` | `mean + a (x − mean)`, a mean for each plane | `a` 0.4, 0.3, 0.2, 0.1, 0.05 |
/// | `pixelation` | means of blocks | 60, 50, 40, 30, 25 % of the resolution |
///
/// Counts of frames and bins are at least 1.
public enum Corruption: String, Sendable, Hashable, Codable, CaseIterable {
  case noiseFloor = "noise-floor"
  case gainDrift = "gain-drift"
  case staticClutter = "static-clutter"
  case droppedFrames = "dropped-frames"
  case shiftedRangeBins = "shifted-range-bins"
  case noise
  case blur
  case brightness
  case contrast
  case pixelation

  public static let radar: [Corruption] = [.noiseFloor, .gainDrift, .staticClutter, .droppedFrames, .shiftedRangeBins]
  public static let image: [Corruption] = [.noise, .blur, .brightness, .contrast, .pixelation]

  /// Why an input with these axes cannot be corrupted so; nil where it can.
  public func complaint(about axes: [Axis]) -> String? {
    let needed: Axis? =
      switch self {
      case .gainDrift, .droppedFrames: .time
      case .shiftedRangeBins, .staticClutter: .range
      default: nil
      }
    guard let needed, !axes.contains(needed) else { return nil }
    return "\(rawValue) needs a \(needed) axis, the axes are \(axes)"
  }

  /// The input corrupted, every value in the bounds.
  ///
  /// `input` is one sample without a batch axis, `axes` says what each of its axes is: the plane of an image corruption is
  /// height × width or range × Doppler, else the trailing two axes. The severity lies in 1...5. `stream` is the sample's
  /// own: the same stream gives the same bytes.
  public func applied(
    to input: Tensor, severity: Int, axes: [Axis], bounds: ClosedRange<Float>, using stream: inout RandomStream
  ) -> Tensor {
    precondition((1...5).contains(severity), "Corruption: the severity must lie in 1...5, is \(severity)")
    precondition(axes.count == input.rank, "Corruption: \(axes.count) axes for \(input.shape)")
    precondition(complaint(about: axes) == nil, "Corruption: \(complaint(about: axes) ?? "")")
    let scene = CorruptedScene(input: input, axes: axes, bounds: bounds)
    let size = sizes[severity - 1]
    let values =
      switch self {
      case .noiseFloor: scene.withNoiseFloor(size, using: &stream)
      case .gainDrift: scene.withGainDrift(size, using: &stream)
      case .staticClutter: scene.withStaticClutter(size, using: &stream)
      case .droppedFrames: scene.withDroppedFrames(size, using: &stream)
      case .shiftedRangeBins: scene.withShiftedRange(size, using: &stream)
      case .noise: scene.withNoise(size, using: &stream)
      case .blur: scene.blurred(size)
      case .brightness: scene.brightened(size)
      case .contrast: scene.withContrast(size)
      case .pixelation: scene.pixelated(size)
      }
    return Tensor(shape: input.shape, scalars: values.map { min(max($0, bounds.lowerBound), bounds.upperBound) })
  }

  /// The sizes of the five severities, in the unit of the table above.
  private var sizes: [Double] {
    switch self {
    case .noiseFloor: [0.01, 0.02, 0.04, 0.08, 0.16]
    case .gainDrift: [0.05, 0.1, 0.2, 0.35, 0.5]
    case .staticClutter: [0.05, 0.1, 0.2, 0.3, 0.5]
    case .droppedFrames: [0.05, 0.1, 0.2, 0.3, 0.5]
    case .shiftedRangeBins: [0.02, 0.04, 0.08, 0.12, 0.2]
    case .noise: [0.08, 0.12, 0.18, 0.26, 0.38]
    case .blur: [0.4, 0.6, 0.7, 0.8, 1]
    case .brightness: [0.1, 0.2, 0.3, 0.4, 0.5]
    case .contrast: [0.4, 0.3, 0.2, 0.1, 0.05]
    case .pixelation: [0.6, 0.5, 0.4, 0.3, 0.25]
    }
  }
}
