internal import Tensors

/// Changes of images; a mask is changed with its image.
extension Example {
  mutating func mirror(along axis: Axis, _ layout: ExampleLayout) {
    guard let position = layout.position(of: axis) else { return }
    input = input.gathering((0..<layout.shape[position]).reversed().map { $0 }, along: position)
    changeMask(layout) { mask in
      mask.gathering((0..<mask.shape[axis == .height ? 0 : 1]).reversed(), along: axis == .height ? 0 : 1)
    }
  }

  /// Counter-clockwise; an image that is not square is turned by half turns only.
  mutating func turn(quarters: Int, _ layout: ExampleLayout) {
    guard let rows = layout.position(of: .height), let columns = layout.position(of: .width) else { return }
    let isSquare = layout.shape[rows] == layout.shape[columns]
    let turns = isSquare ? quarters % 4 : quarters % 4 / 2 * 2
    guard turns > 0 else { return }
    if turns >= 2 {
      mirror(along: .height, layout)
      mirror(along: .width, layout)
    }
    guard turns % 2 == 1 else { return }
    input = input.transposing(rows, columns)
    changeMask(layout) { $0.transposing(0, 1) }
    mirror(along: .height, layout)
  }

  /// Masks are small numbers, which `Float` holds exactly.
  private mutating func changeMask(_ layout: ExampleLayout, _ change: (Tensor) -> Tensor) {
    guard layout.outputShape.count == 3 else { return }
    let mask = Tensor(shape: Array(layout.outputShape.suffix(2)), scalars: target.classes.map(Float.init))
    target = TrainingTarget(classes: change(mask).scalars.map { Int32($0) })
  }
}

extension Tensor {
  /// Exchanges two axes of one extent.
  fileprivate func transposing(_ first: Int, _ second: Int) -> Tensor {
    precondition(shape[first] == shape[second], "Tensor: axes \(first) and \(second) of \(shape) differ")
    let strides = shape.rowMajorStrides
    var result = self
    result.withUnsafeMutableScalars { target in
      withUnsafeScalars { scalars in
        for index in scalars.indices {
          let (row, column) = (index / strides[first] % shape[first], index / strides[second] % shape[second])
          target[index + (column - row) * strides[first] + (row - column) * strides[second]] = scalars[index]
        }
      }
    }
    return result
  }
}
