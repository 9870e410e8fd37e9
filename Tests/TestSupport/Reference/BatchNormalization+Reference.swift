public import Graphs
import Tensors

extension BatchNormalization: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (x, scale, shift) = (inputs[0], inputs[1], inputs[2])
    let mean = x.channelMeans
    let variance = x.mapChannels { value, channel in
      (value - mean.scalars[channel]) * (value - mean.scalars[channel])
    }.channelMeans
    let y = x.mapChannels { value, c in
      scale.scalars[c] * (value - mean.scalars[c]) / (variance.scalars[c] + Double(epsilon)).squareRoot()
        + shift.scalars[c]
    }
    return [y, mean, variance]
  }
}

extension BatchNormalizationGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (x, scale, mean, variance, dy) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4])
    let deviation = variance.map { ($0 + Double(epsilon)).squareRoot() }
    let standard = x.mapChannels { ($0 - mean.scalars[$1]) / deviation.scalars[$1] }
    let count = Double(x.shape.product / x.shape[1])
    let product = DoubleTensor(shape: x.shape, scalars: dy.scalars .* standard.scalars)
    let (shiftMean, scaleMean) = (dy.channelMeans, product.channelMeans)
    let centred = dy.mapChannels { value, c in value - shiftMean.scalars[c] }
    let projection = standard.mapChannels { value, c in value * scaleMean.scalars[c] }
    let dx = centred.adding(projection, times: -1).mapChannels { $0 * scale.scalars[$1] / deviation.scalars[$1] }
    return [dx, scaleMean.map { $0 * count }, shiftMean.map { $0 * count }]
  }
}

extension DoubleTensor {
  /// The mean of each channel of `[N, C, …]`.
  fileprivate var channelMeans: DoubleTensor {
    var sums = DoubleTensor(shape: [shape[1]])
    forEachIndex(of: shape) { index, offset in sums.scalars[index[1]] += scalars[offset] }
    return sums.map { $0 * Double(shape[1]) / Double(shape.product) }
  }

  fileprivate func mapChannels(_ transform: (_ value: Double, _ channel: Int) -> Double) -> DoubleTensor {
    var result = self
    forEachIndex(of: shape) { index, offset in result.scalars[offset] = transform(scalars[offset], index[1]) }
    return result
  }
}
