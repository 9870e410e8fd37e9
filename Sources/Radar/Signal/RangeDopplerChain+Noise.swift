extension RangeDopplerChain {
  /// The mean power of white noise in a cell of a magnitude channel.
  ///
  /// Windows w over samples and v over chirps: `power · g² · Σw² / (Σw)² · Σv² / (Σv)² · f`, g = 2 for real samples (of which
  /// half the bins are kept) and f the gain of the clutter filter. Means that are removed take little and are left out, so
  /// the first bins of range are a bit quieter than this.
  ///
  /// - Parameters:
  ///   - power: the mean square of the noise in a sample; of I and Q together for complex ones.
  ///   - configuration: the radar.
  /// - Returns: the power before scaling, in the square of the converter's units.
  public func noisePower(ofSamplePower power: Double, _ configuration: ChirpConfiguration) -> Double {
    let gain = configuration.isComplex ? 1.0 : 4.0
    return power * gain * clutterFilter.noiseGain
      * rangeWindow.noiseBandwidth(count: configuration.sampleCount)
      * dopplerWindow.noiseBandwidth(count: configuration.chirpCount)
  }
}
