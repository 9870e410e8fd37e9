internal import Fourier
internal import Tensors

/// A ``RangeDopplerChain`` at work on the frames of one recording, in order: it holds plans, windows and the filter's
/// memory.
struct RangeDopplerProcessor: ~Copyable {
  private let chain: RangeDopplerChain
  private let grid: RangeDopplerGrid
  private let receiverCount: Int
  private let chirpCount: Int
  private var filter: ClutterFilterState
  private var rangeStep: RangeTransform
  private let dopplerStep: DopplerTransform

  init(_ chain: RangeDopplerChain, _ grid: RangeDopplerGrid, _ raw: RawFrames) {
    self.chain = chain
    self.grid = grid
    receiverCount = raw.receiverCount
    chirpCount = raw.configuration.chirpCount
    filter = ClutterFilterState(chain.clutterFilter)
    rangeStep = RangeTransform(
      window: chain.rangeWindow, removesMean: chain.removesChirpMean, sampleCount: raw.configuration.sampleCount,
      length: grid.rangeLength, bins: grid.rangeBins, isComplex: raw.configuration.isComplex)
    dopplerStep = DopplerTransform(
      window: chain.dopplerWindow, chirpCount: chirpCount, length: grid.dopplerLength, bins: grid.dopplerBins)
  }

  /// One map [row, column] for each channel.
  mutating func maps(ofFrame index: Int, _ raw: RawFrames) -> [[Float]] {
    let size = raw.samples.sampleShape.product
    var frame = Array(raw.samples.scalars[index * size..<(index + 1) * size])
    if chain.removesFrameMean { removeFrameMeans(&frame, isComplex: raw.configuration.isComplex) }
    filter.apply(to: &frame, receivers: receiverCount, chirps: chirpCount)
    let profiles = rangeStep.profiles(of: frame, chirpCount: receiverCount * chirpCount)
    let spectra = (0..<receiverCount).map { receiver in
      dopplerStep.spectrum(of: profiles, firstChirp: receiver * chirpCount, rangeCount: grid.rangeBins.count)
    }
    return chain.channels.map { map($0, spectra) }
  }

  private func removeFrameMeans(_ frame: inout [Float], isComplex: Bool) {
    let size = frame.count / receiverCount
    let parts = isComplex ? 2 : 1
    for start in stride(from: 0, to: frame.count, by: size) {
      for part in 0..<parts {
        let indices = stride(from: start + part, to: start + size, by: parts)
        let mean = Float(indices.reduce(0.0) { $0 + Double(frame[$1]) } / Double(size / parts))
        for index in indices { frame[index] -= mean }
      }
    }
  }

  private func map(_ channel: RangeDopplerChannel, _ spectra: [[Float]]) -> [Float] {
    switch channel {
    case .magnitude(let receiver): magnitudes([spectra[receiver]])
    case .meanMagnitude: magnitudes(spectra)
    case .angle(let first, let second):
      AngleMap.map(spectra[first], spectra[second], rows: grid.rows, columns: grid.columns)
    }
  }

  private func magnitudes(_ spectra: [[Float]]) -> [Float] {
    var power = [Float](repeating: 0, count: grid.rangeBins.count * grid.dopplerBins.count)
    let share = 1 / Float(spectra.count)
    for spectrum in spectra {
      for cell in power.indices {
        let (re, im) = (spectrum[2 * cell], spectrum[2 * cell + 1])
        power[cell] += share * (re * re + im * im)
      }
    }
    return AreaResampling.resample(power, rows: grid.rows, columns: grid.columns).map(chain.scale.value(ofPower:))
  }
}
