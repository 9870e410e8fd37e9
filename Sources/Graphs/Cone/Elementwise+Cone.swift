/// Elementwise operations keep the positions; with broadcasting, axes are counted from the last one.
protocol ElementwiseLocalOperation: LocalOperation {}

extension ElementwiseLocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    zip(changes, shapes.inputs).reduce(Spread.nothing) { result, input in
      guard case .part(let span) = input.0 else { return result.joined(input.0) }
      let axis = span.axis + shapes.outputs[0].count - input.1.count
      let isRepeated = input.1[span.axis] != shapes.outputs[0][axis]
      return result.joined(isRepeated ? .everything : .part(span.moved(toAxis: axis)))
    }
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    shapes.inputs.map { shape in
      let axis = part.axis - shapes.outputs[0].count + shape.count
      // An extent of 1 is repeated: all of it is read at every position.
      return axis >= 0 && shape[axis] == shapes.outputs[0][part.axis] ? part.moved(toAxis: axis) : nil
    }
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }
}

extension Unary: ElementwiseLocalOperation {}
extension Binary: ElementwiseLocalOperation {}
extension Select: ElementwiseLocalOperation {}

extension Broadcast: ElementwiseLocalOperation {
  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [Broadcast(to: part.part(of: shape))] }
}

/// Operations of one tensor, and perhaps of vectors that never change, that work inside some of its axes only.
protocol AlongAxesLocalOperation: LocalOperation {
  func isLocal(alongAxis axis: Int) -> Bool
}

extension AlongAxesLocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span, changes.dropFirst().allSatisfy({ $0 == .nothing }), isLocal(alongAxis: span.axis)
    else { return .everything }
    return changes[0]
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    [part] + shapes.inputs.dropFirst().map { _ in nil }
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }
}

extension ChannelAffine: AlongAxesLocalOperation {
  func isLocal(alongAxis axis: Int) -> Bool { axis != 1 }
}

extension Softmax: AlongAxesLocalOperation {
  func isLocal(alongAxis axis: Int) -> Bool { axis != self.axis }
}

extension LogSoftmax: AlongAxesLocalOperation {
  func isLocal(alongAxis axis: Int) -> Bool { axis != self.axis }
}

extension Normalization: AlongAxesLocalOperation {
  func isLocal(alongAxis axis: Int) -> Bool { axis < firstAxis }
}
