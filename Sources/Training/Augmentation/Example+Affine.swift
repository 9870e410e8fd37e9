internal import Tensors

extension Example {
  /// Moves an image `[C, H, W]` and its mask, whose middles are the same point; nothing for other inputs.
  mutating func move(by motion: AffineMotion, _ layout: ExampleLayout) {
    guard layout.axes == [.channel, .height, .width] else { return }
    let (height, width) = (layout.shape[1], layout.shape[2])
    if layout.outputShape.count == 3 { moveMask(motion, height: height, width: width, layout.outputShape) }
    let sources = BilinearSources(motion, height: height, width: width)
    var result = Tensor(shape: input.shape)
    result.withUnsafeMutableScalars { target in
      input.withUnsafeScalars { scalars in
        for channel in 0..<layout.shape[0] {
          let start = channel * height * width
          for place in 0..<height * width { target[start + place] = sources.value(place, scalars, start) }
        }
      }
    }
    input = result
  }

  /// The mask has the middle of the image's pixels; what comes from beyond it nobody has labelled.
  private mutating func moveMask(_ motion: AffineMotion, height: Int, width: Int, _ outputShape: [Int]) {
    let (rows, columns) = (outputShape[1], outputShape[2])
    let (middleRow, middleColumn) = (Double(rows - 1) / 2, Double(columns - 1) / 2)
    var moved = [Int32](repeating: TrainingTarget.void, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let source = motion.source(
          row: Double(row) - middleRow, column: Double(column) - middleColumn, height: height, width: width)
        let (y, x) = ((source.row + middleRow).rounded(), (source.column + middleColumn).rounded())
        guard y >= 0, x >= 0, y < Double(rows), x < Double(columns) else { continue }
        moved[row * columns + column] = target.classes[Int(y) * columns + Int(x)]
      }
    }
    target = TrainingTarget(classes: moved)
  }
}

/// For each pixel the four that it is made of, the same in every channel.
private struct BilinearSources {
  private var corners: [SIMD4<Int32>] = []
  private var shares: [SIMD4<Float>] = []

  init(_ motion: AffineMotion, height: Int, width: Int) {
    let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
    for row in 0..<height {
      for column in 0..<width {
        let source = motion.source(
          row: Double(row) - middleRow, column: Double(column) - middleColumn, height: height, width: width)
        add(source.row + middleRow, source.column + middleColumn, height: height, width: width)
      }
    }
  }

  /// Beyond the border its pixels are repeated.
  private mutating func add(_ row: Double, _ column: Double, height: Int, width: Int) {
    let (y, x) = (min(max(row, 0), Double(height - 1)), min(max(column, 0), Double(width - 1)))
    let (top, left) = (Int(y), Int(x))
    let (bottom, right) = (min(top + 1, height - 1), min(left + 1, width - 1))
    let (low, far) = (Float(y - Double(top)), Float(x - Double(left)))
    let places = [top * width + left, top * width + right, bottom * width + left, bottom * width + right]
    corners.append(SIMD4(places.map { Int32($0) }))
    shares.append(SIMD4((1 - low) * (1 - far), (1 - low) * far, low * (1 - far), low * far))
  }

  func value(_ place: Int, _ scalars: UnsafeBufferPointer<Float>, _ start: Int) -> Float {
    let (corner, share) = (corners[place], shares[place])
    var sum: Float = 0
    for index in 0..<4 where share[index] > 0 { sum += share[index] * scalars[start + Int(corner[index])] }
    return sum
  }
}
