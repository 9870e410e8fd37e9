internal import Tensors

/// What random noise is drawn from, element by element.
public enum NoiseKind: String, Sendable, Hashable, Codable, CaseIterable {
  case gaussian
  /// From −1 to 1.
  case uniform

  /// A draw inside a region, 0 elsewhere; its largest magnitude is 1.
  func draw(in region: Region, using stream: inout RandomStream) -> [Float] {
    var noise = region.allowed.map { isAllowed -> Float in
      guard isAllowed else { return 0 }
      return switch self {
      case .gaussian: stream.nextGaussian()
      case .uniform: 2 * stream.nextUniform() - 1
      }
    }
    let largest = noise.largestMagnitude
    if largest > 0 { for index in noise.indices { noise[index] /= largest } }
    return noise
  }
}
