public import Tensors

/// The way from raw FMCW frames to range-Doppler maps, as settings.
///
/// ```
/// − mean of the frame ─► clutter filter ─► − mean of each chirp ─► window ─► zeros ─► Fourier over samples
/// ─► range gate ─► window ─► zeros ─► Fourier over chirps ─► zero Doppler to the middle ─► velocity gate
/// ─► power, or x1·conj(x2) of two receivers ─► mean over the cells of a row and column ─► scale, or angle
/// ```
///
/// | | shape |
/// |---|---|
/// | in | ``RawFrames`` |
/// | out | [channel, time, range, doppler] |
///
/// Rows begin at the nearest range. In column k of an even count n, zero Doppler is n / 2; columns after it are targets
/// that move away (their phase 4πR/λ grows). Windows are divided by their sums and real samples doubled, so a tone of
/// amplitude a in the middle of a cell has magnitude a, in units of the converter.
///
/// Reference: Infineon's `DopplerAlgo` (the order of steps, the moving target filter); see ``ClutterFilter``.
public struct RangeDopplerChain: Sendable, Equatable, Codable {
  public var removesFrameMean: Bool
  public var clutterFilter: ClutterFilter
  public var removesChirpMean: Bool
  public var rangeWindow: SpectralWindow
  public var dopplerWindow: SpectralWindow
  /// The length of the transform over samples, in units of the sample count; 1 for no zeros.
  public var rangePadding: Int
  public var dopplerPadding: Int
  /// Metres; nil for everything.
  public var rangeGate: ClosedRange<Double>?
  /// Metres per second, on both sides of zero; nil for everything.
  public var velocityGate: Double?
  /// The extents of a map; nil leaves the bins of the transform.
  public var rowCount: Int?
  public var columnCount: Int?
  public var scale: MagnitudeScale
  public var channels: [RangeDopplerChannel]

  public init(
    removesFrameMean: Bool = true, clutterFilter: ClutterFilter = .movingTarget(rate: 0.8),
    removesChirpMean: Bool = true, rangeWindow: SpectralWindow = .blackmanHarris,
    dopplerWindow: SpectralWindow = .blackmanHarris, rangePadding: Int = 2, dopplerPadding: Int = 2,
    rangeGate: ClosedRange<Double>? = nil, velocityGate: Double? = nil, rowCount: Int? = 32, columnCount: Int? = 32,
    scale: MagnitudeScale = .linear, channels: [RangeDopplerChannel] = [.magnitude(receiver: 0)]
  ) {
    self.removesFrameMean = removesFrameMean
    self.clutterFilter = clutterFilter
    self.removesChirpMean = removesChirpMean
    self.rangeWindow = rangeWindow
    self.dopplerWindow = dopplerWindow
    self.rangePadding = rangePadding
    self.dopplerPadding = dopplerPadding
    self.rangeGate = rangeGate
    self.velocityGate = velocityGate
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.scale = scale
    self.channels = channels
  }

  /// The maps of a recording: [channel, time, range, doppler].
  ///
  /// - Throws: ``RadarError`` when the settings do not fit the frames: a missing receiver, an empty gate.
  public func maps(of raw: RawFrames) throws(RadarError) -> Tensor {
    let grid = try RangeDopplerGrid(self, raw.configuration)
    try validate(receiverCount: raw.receiverCount)
    var processor = RangeDopplerProcessor(self, grid, raw)
    let mapSize = grid.rows.cells.count * grid.columns.cells.count
    var result = Tensor(
      shape: [channels.count, raw.frameCount, grid.rows.cells.count, grid.columns.cells.count])
    for frame in 0..<raw.frameCount {
      let maps = processor.maps(ofFrame: frame, raw)
      result.withMutableScalars { target in
        for (channel, map) in maps.enumerated() {
          let start = (channel * raw.frameCount + frame) * mapSize
          for index in map.indices { target[start + index] = map[index] }
        }
      }
    }
    return result
  }

  private func validate(receiverCount: Int) throws(RadarError) {
    try clutterFilter.validate()
    guard !channels.isEmpty else {
      throw RadarError("range-Doppler chain", "no channels are wanted", remedy: "ask for at least a magnitude")
    }
    for channel in channels {
      for receiver in channel.receivers where !(0..<receiverCount).contains(receiver) {
        throw RadarError(
          "range-Doppler chain", "receiver \(receiver) is wanted of \(receiverCount)",
          remedy: "receivers are counted from 0")
      }
    }
  }
}
