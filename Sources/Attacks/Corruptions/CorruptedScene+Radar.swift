internal import Foundation
internal import Tensors

/// What happens to a radar's range-Doppler maps.
extension CorruptedScene {
  /// Echoes are magnitudes: thermal noise adds to their complex amplitudes, and so raises what was nothing most.
  func withNoiseFloor(_ deviation: Double, using stream: inout RandomStream) -> [Float] {
    let size = Float(deviation) * width
    return values.map { value in
      let real = value - bounds.lowerBound + size * stream.nextGaussian()
      let imaginary = size * stream.nextGaussian()
      return bounds.lowerBound + (real * real + imaginary * imaginary).squareRoot()
    }
  }

  /// One slow swing of the receiver's gain over the recording, from a random phase on.
  func withGainDrift(_ depth: Double, using stream: inout RandomStream) -> [Float] {
    let frames = extent(of: .time)
    let phase = Double(stream.nextUniform())
    let gains = (0..<frames).map { frame in
      Float(1 + depth * sin(2 * .pi * (Double(frame) / Double(frames) + phase)))
    }
    return values.indices.map { index in
      bounds.lowerBound + (values[index] - bounds.lowerBound) * gains[place(of: index, along: .time)]
    }
  }

  /// Furniture: a few ranges with an echo that does not move.
  ///
  /// Doppler zero is the middle of its axis.
  func withStaticClutter(_ amplitude: Double, using stream: inout RandomStream) -> [Float] {
    let ranges = extent(of: .range)
    var echoes = [Float](repeating: 0, count: ranges)
    for _ in 0..<max(ranges / 16, 2) {
      echoes[stream.nextIndex(in: 0..<ranges)] = Float(amplitude) * width * (0.5 + 0.5 * stream.nextUniform())
    }
    let still = extent(of: .doppler) / 2
    return values.indices.map { index in
      guard place(of: index, along: .doppler) == still else { return values[index] }
      return values[index] + echoes[place(of: index, along: .range)]
    }
  }

  /// The receiver holds what it had; before the first frame that arrived, it has that one.
  func withDroppedFrames(_ share: Double, using stream: inout RandomStream) -> [Float] {
    let frames = extent(of: .time)
    // One frame at least arrives.
    let dropped = Set(
      stream.nextOrder(of: frames).prefix(min(max(Int((share * Double(frames)).rounded()), 1), max(frames - 1, 0))))
    var held = (0..<frames).first { !dropped.contains($0) } ?? 0
    let sources = (0..<frames).map { frame in
      if !dropped.contains(frame) { held = frame }
      return held
    }
    return rearranged(along: .time, from: sources)
  }

  /// A wrong range calibration, nearer or farther; the last bin there is repeated.
  func withShiftedRange(_ share: Double, using stream: inout RandomStream) -> [Float] {
    let ranges = extent(of: .range)
    let bins = max(Int((share * Double(ranges)).rounded()), 1)
    let shift = stream.next() & 1 == 0 ? bins : -bins
    return rearranged(along: .range, from: (0..<ranges).map { min(max($0 - shift, 0), ranges - 1) })
  }
}
