import Foundation
public import Graphs
import Tensors

extension Unary: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [inputs[0].map(function.reference)]
  }
}

extension UnaryGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let scalars = zip(inputs[0].scalars, inputs[1].scalars).map { function.referenceDerivative($0) * $1 }
    return [DoubleTensor(shape: outputShapes[0], scalars: scalars)]
  }
}

extension Binary: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [elementwise(inputs, outputShapes[0]) { function.reference($0[0], $0[1]) }]
  }
}

extension Select: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [elementwise(inputs, outputShapes[0]) { $0[0] != 0 ? $0[1] : $0[2] }]
  }
}

extension ChannelAffine: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    var y = inputs[0]
    forEachIndex(of: y.shape) { index, offset in
      let shift = inputs.count > 2 ? inputs[2].scalars[index[1]] : 0
      y.scalars[offset] = inputs[1].scalars[index[1]] * y.scalars[offset] + shift
    }
    return [y]
  }
}

/// Applies a function of numbers to tensors that broadcast to `shape`.
private func elementwise(
  _ inputs: [DoubleTensor], _ shape: [Int], _ function: ([Double]) -> Double
) -> DoubleTensor {
  var y = DoubleTensor(shape: shape)
  forEachIndex(of: shape) { index, offset in
    y.scalars[offset] = function(inputs.map { $0.scalars[broadcastOffset(of: index, in: $0.shape)] })
  }
  return y
}

extension BinaryFunction {
  func reference(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: pow(a, b)
    case .minimum: min(a, b)
    case .maximum: max(a, b)
    case .equal: a == b ? 1 : 0
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .greater: a > b ? 1 : 0
    case .greaterOrEqual: a >= b ? 1 : 0
    }
  }
}
