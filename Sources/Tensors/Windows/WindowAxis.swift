internal import Foundation

/// How the results of overlapping windows are weighted before they are added.
public enum WindowBlending: String, Sendable, Hashable, CaseIterable {
  /// All pixels of a window alike.
  case uniform
  /// Falling linearly from the middle to the border.
  case triangular
  /// A Gaussian about the middle whose deviation is an eighth of the window (Isensee et al., nnU-Net, Nature Methods 18,
  /// 2021).
  case gaussian

  /// A positive weight for every position of a window.
  func weights(_ count: Int) -> [Double] {
    let middle = Double(count - 1) / 2
    return (0..<count).map { position in
      let distance = abs(Double(position) - middle)
      switch self {
      case .uniform: return 1
      case .triangular: return (middle + 1 - distance) / (middle + 1)
      case .gaussian:
        let deviation = Double(count) / 8
        return exp(-0.5 * distance * distance / (deviation * deviation))
      }
    }
  }
}

/// Windows along one axis that together cover all of it, and how much each counts where they overlap.
struct WindowAxis: Sendable, Hashable {
  let length: Int
  let window: Int
  /// What a window gives; less than it takes in networks without padding.
  let output: Int
  let starts: [Int]
  /// For each window, the share of each of its outputs: those of all windows add up to 1 at every place.
  let shares: [[Float]]

  /// Of the whole axis.
  var outputLength: Int { length - window + output }

  init(length: Int, window: Int, output: Int, overlap: Double, blending: WindowBlending) {
    (self.length, self.window, self.output) = (length, window, output)
    let stride = max(1, Int((Double(output) * (1 - overlap)).rounded(.down)))
    let way = length - window
    let steps = (way + stride - 1) / stride
    // Spread evenly, so that the last window overlaps no more than the others.
    let starts = steps == 0 ? [0] : (0...steps).map { ($0 * way + steps / 2) / steps }
    let weights = blending.weights(output)
    var total = [Double](repeating: 0, count: length - window + output)
    for start in starts {
      for position in 0..<output { total[start + position] += weights[position] }
    }
    self.starts = starts
    shares = starts.map { start in (0..<output).map { Float(weights[$0] / total[start + $0]) } }
  }
}
