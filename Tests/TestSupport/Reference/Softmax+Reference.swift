import Foundation
public import Graphs

extension Softmax: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [inputs[0].mapLines(along: [axis]) { line in logSoftmax(line).map { exp($0) } }]
  }
}

extension LogSoftmax: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [inputs[0].mapLines(along: [axis], logSoftmax)]
  }
}

extension SoftmaxGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [
      inputs[0].mapLines(with: inputs[1], along: [axis]) { y, dy in
        let projection = zip(y, dy).map { $0 * $1 }.sum
        return zip(y, dy).map { $0 * ($1 - projection) }
      }
    ]
  }
}

extension LogSoftmaxGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [
      inputs[0].mapLines(with: inputs[1], along: [axis]) { y, dy in
        let total = dy.sum
        return zip(y, dy).map { $1 - exp($0) * total }
      }
    ]
  }
}

private func logSoftmax(_ line: [Double]) -> [Double] {
  let largest = line.max() ?? 0
  let logSum = largest + log(line.map { exp($0 - largest) }.sum)
  return line.map { $0 - logSum }
}
