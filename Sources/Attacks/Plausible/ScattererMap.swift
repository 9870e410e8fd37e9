public import Tensors

/// The linear map from scatterers' amplitudes to a perturbation: `δ = P a`, and its adjoint.
///
/// | | shape |
/// |---|---|
/// | `a` | the input's shape without its channels: one amplitude a frame and bin |
/// | `δ` | the input's shape; channels other than `channel` get 0 |
///
/// `P` spreads every amplitude over its neighbours by the point-spread function: along range what would fall outside is
/// lost, along Doppler it comes back at the other end, as frequencies do. The profiles sum to 1 and are not negative, so
/// for amplitudes in `0...s` no element of `δ` exceeds `s`, and `‖P a‖₂ ≤ ‖a‖₂`: a budget kept by the amplitudes is kept
/// by the perturbation.
public struct ScattererMap: Sendable {
  public let shape: [Int]
  public let axes: [Axis]
  /// The channel that scatterers appear in: the magnitude.
  public let channel: Int
  public let spread: PointSpread
  private let range: Int
  private let doppler: Int

  /// - Throws: `AttackError` when the input has no range and Doppler axes, or no such channel.
  public init(shape: [Int], axes: [Axis], channel: Int = 0, spread: PointSpread) throws {
    let positions = axes.indices.filter { axes[$0] != .channel }
    let kept = positions.map { axes[$0] }
    guard axes.count == shape.count, let range = kept.firstIndex(of: .range),
      let doppler = kept.firstIndex(of: .doppler)
    else {
      throw AttackError(
        attack: "scatterer",
        complaints: ["needs an input with range and Doppler, its axes are \(axes.map(\.rawValue))"])
    }
    if let axis = axes.firstIndex(of: .channel), !(0..<shape[axis]).contains(channel) {
      throw AttackError(
        attack: "scatterer", complaints: ["there is no channel \(channel) among \(shape[axis])"])
    }
    (self.shape, self.axes, self.channel, self.spread) = (shape, axes, channel, spread)
    (self.range, self.doppler) = (range, doppler)
  }

  /// The shape of the amplitudes.
  public var amplitudeShape: [Int] { shape.indices.filter { axes[$0] != .channel }.map { shape[$0] } }

  /// `P a`.
  public func perturbation(_ amplitudes: [Float]) -> [Float] {
    let spread = convolved(
      convolved(amplitudes, spread.range, range, wraps: false), spread.doppler, doppler, wraps: true)
    var result = [Float](repeating: 0, count: shape.product)
    for (place, element) in elements.enumerated() { result[element] = spread[place] }
    return result
  }

  /// `Pᵀ g`.
  public func adjoint(_ gradient: [Float]) -> [Float] {
    let own = elements.map { gradient[$0] }
    let mirrored = PointSpread(range: spread.range.reversed(), doppler: spread.doppler.reversed())
    return convolved(
      convolved(own, mirrored.doppler, doppler, wraps: true), mirrored.range, range, wraps: false)
  }

  /// For each amplitude the element of the input that it stands at.
  public var elements: [Int] {
    guard let axis = axes.firstIndex(of: .channel) else { return Array(0..<shape.product) }
    let inner = shape.rowMajorStrides[axis]
    let outer = shape[..<axis].reduce(1, *)
    return (0..<outer).flatMap { block in
      let start = (block * shape[axis] + channel) * inner
      return start..<start + inner
    }
  }

  private func convolved(_ values: [Float], _ profile: [Float], _ axis: Int, wraps: Bool) -> [Float] {
    let extent = amplitudeShape[axis]
    let inner = amplitudeShape.rowMajorStrides[axis]
    let reach = profile.count / 2
    var result = [Float](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        for index in values.indices where values[index] != 0 {
          let place = index / inner % extent
          for offset in -reach...reach {
            var target = place + offset
            if wraps { target = ((target % extent) + extent) % extent }
            guard (0..<extent).contains(target) else { continue }
            result[index + (target - place) * inner] += profile[offset + reach] * values[index]
          }
        }
      }
    }
    return result
  }
}
