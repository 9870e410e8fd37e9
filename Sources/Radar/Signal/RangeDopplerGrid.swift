/// Which range and velocity the cells of a ``RangeDopplerChain``'s maps stand for.
public struct RangeDopplerGrid: Sendable, Equatable {
  /// The middle of each row, in metres.
  public let ranges: [Double]
  /// The middle of each column, in metres per second; positive moves away.
  public let velocities: [Double]

  /// Bins of the transform over samples that are kept.
  let rangeBins: Range<Int>
  /// Bins of the shifted transform over chirps that are kept.
  let dopplerBins: Range<Int>
  let rangeLength: Int
  let dopplerLength: Int
  let rows: AreaResampling
  let columns: AreaResampling

  /// - Throws: ``RadarError`` when the gates leave nothing, or the settings make no sense.
  public init(_ chain: RangeDopplerChain, _ configuration: ChirpConfiguration) throws(RadarError) {
    try configuration.validate()
    try Self.check(chain)
    rangeLength = configuration.sampleCount * chain.rangePadding
    dopplerLength = configuration.chirpCount * chain.dopplerPadding
    let rangeStep = configuration.rangeResolution / Double(chain.rangePadding)
    let velocityStep = configuration.velocityResolution / Double(chain.dopplerPadding)
    let everyRange = 0..<(configuration.isComplex ? rangeLength : rangeLength / 2)
    rangeBins = try Self.bins(everyRange, chain.rangeGate, step: rangeStep, origin: 0, "range")
    let zero = dopplerLength / 2
    dopplerBins = try Self.bins(
      0..<dopplerLength, chain.velocityGate.map { -$0...$0 }, step: velocityStep, origin: zero, "velocity")
    rows = AreaResampling(from: rangeBins.count, to: chain.rowCount ?? rangeBins.count)
    columns = AreaResampling(from: dopplerBins.count, to: chain.columnCount ?? dopplerBins.count)
    let (firstRange, firstDoppler) = (Double(rangeBins.lowerBound), Double(dopplerBins.lowerBound - zero))
    ranges = rows.cells.indices.map { [rows] in (firstRange + rows.centre(of: $0)) * rangeStep }
    velocities = columns.cells.indices.map { [columns] in (firstDoppler + columns.centre(of: $0)) * velocityStep }
  }

  /// The row and column nearest to a target; velocities beyond the greatest are not wrapped.
  public func cell(range: Double, velocity: Double) -> (row: Int, column: Int) {
    (Self.nearest(range, in: ranges), Self.nearest(velocity, in: velocities))
  }

  private static func nearest(_ value: Double, in values: [Double]) -> Int {
    values.indices.min { abs(values[$0] - value) < abs(values[$1] - value) } ?? 0
  }

  /// The bins whose middle lies in the gate; its upper end is open by a thousandth of a bin, so that a gate of n bins
  /// holds n of them.
  private static func bins(
    _ all: Range<Int>, _ gate: ClosedRange<Double>?, step: Double, origin: Int, _ what: String
  ) throws(RadarError) -> Range<Int> {
    guard let gate else { return all }
    let kept = all.filter { bin in
      let value = Double(bin - origin) * step
      return value >= gate.lowerBound - 1e-3 * step && value < gate.upperBound - 1e-3 * step
    }
    guard let first = kept.first, let last = kept.last else {
      throw RadarError(
        "range-Doppler chain", "the \(what) gate \(gate) holds none of \(all.count) bins of \(step)",
        remedy: "widen the gate")
    }
    return first..<last + 1
  }

  private static func check(_ chain: RangeDopplerChain) throws(RadarError) {
    let counts = [
      ("range padding", chain.rangePadding, 64), ("Doppler padding", chain.dopplerPadding, 64),
      ("rows", chain.rowCount ?? 1, 4096), ("columns", chain.columnCount ?? 1, 4096),
    ]
    for (what, value, greatest) in counts where !(1...greatest).contains(value) {
      throw RadarError("range-Doppler chain", "\(what): \(value)", remedy: "give 1 to \(greatest)")
    }
    let bounds = [chain.velocityGate, chain.rangeGate?.lowerBound, chain.rangeGate?.upperBound].compactMap(\.self)
    guard bounds.allSatisfy(\.isFinite), chain.velocityGate ?? 0 >= 0 else {
      throw RadarError("range-Doppler chain", "the gates are \(bounds)", remedy: "give numbers that are not negative")
    }
  }
}
