public import Graphs
import Tensors

extension MatrixProduct: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (a, b) = (inputs[0], inputs[1])
    let inner = a.shape[a.shape.count - (transposesLeft ? 2 : 1)]
    var y = DoubleTensor(repeating: 0, shape: outputShapes[0])
    forEachIndex(of: y.shape) { index, out in
      let (batch, row, column) = (Array(index.dropLast(2)), index[index.count - 2], index[index.count - 1])
      for k in 0..<inner {
        let left = batch + (transposesLeft ? [k, row] : [row, k])
        let right = batch + (transposesRight ? [column, k] : [k, column])
        y.scalars[out] += a.stackElement(left) * b.stackElement(right)
      }
    }
    return [y]
  }
}

extension DoubleTensor {
  /// An element of a stack of matrices whose leading axes broadcast; the last two do not.
  fileprivate func stackElement(_ index: [Int]) -> Double {
    let stack = broadcastOffset(of: Array(index.dropLast(2)), in: Array(shape.dropLast(2)))
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    return scalars[(stack * rows + index[index.count - 2]) * columns + index[index.count - 1]]
  }
}
