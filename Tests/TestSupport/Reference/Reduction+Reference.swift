public import Graphs

extension Reduction: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let x = inputs[0]
    let scalars = x.lines(along: axes).map { line in function.reference(line.map { x.scalars[$0] }) }
    return [DoubleTensor(shape: outputShapes[0], scalars: scalars)]
  }
}

extension ReductionFunction {
  fileprivate func reference(_ line: [Double]) -> Double {
    switch self {
    case .sum: line.sum
    case .mean: line.mean
    case .maximum: line.max() ?? -.infinity
    case .minimum: line.min() ?? .infinity
    }
  }
}
