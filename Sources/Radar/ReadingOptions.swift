public import Tensors

/// What files do not say themselves, and how raw samples become maps.
///
/// Files that say it themselves (KKT, Soli, Acconeer) take nothing from here but `actionSource`.
public struct ReadingOptions: Equatable, Sendable {
  /// The axes of NPY and NPZ arrays; found by their extents if nil.
  ///
  /// Of channel, time, range and doppler for maps; of time, receiver, chirp and sample for raw converter samples.
  public var arrayAxes: [Axis]?
  /// The mmWave configuration (`.cfg`) of captures; one beside the capture if nil.
  public var configurationPath: String?
  /// Whether I and Q of captures are to be exchanged.
  public var swapsIQ: Bool
  /// From raw samples to maps; nil for ``RangeDopplerChain/usual(receiverCount:frameCount:)``.
  public var chain: RangeDopplerChain?
  public var actionSource: ActionSource

  public init(
    arrayAxes: [Axis]? = nil, configurationPath: String? = nil, swapsIQ: Bool = false, chain: RangeDopplerChain? = nil,
    actionSource: ActionSource = .label
  ) {
    self.arrayAxes = arrayAxes
    self.configurationPath = configurationPath
    self.swapsIQ = swapsIQ
    self.chain = chain
    self.actionSource = actionSource
  }
}

extension RangeDopplerChain {
  /// The chain for raw samples of which nothing is told.
  ///
  /// Mean magnitude of all receivers and, where there are two, the angle between the first two. A single frame has no
  /// frames before it that would show what stands still, so nothing is taken out of it.
  public static func usual(receiverCount: Int, frameCount: Int) -> RangeDopplerChain {
    RangeDopplerChain(
      clutterFilter: frameCount > 1 ? .movingTarget(rate: 0.8) : .none,
      channels: receiverCount > 1 ? [.meanMagnitude, .angle(between: 0, and: 1)] : [.magnitude(receiver: 0)])
  }
}
