import Graphs

extension OperationCase {
  /// What moves numbers without changing them.
  public static var arrangements: [OperationCase] {
    [
      OperationCase("flattening", Reshape(to: [2, 12]), [2, 3, 4]),
      OperationCase("to a scalar", Reshape(to: []), [1, 1]),
      OperationCase("matrix", Transpose([1, 0]), [2, 3]),
      OperationCase("cycle", Transpose([2, 0, 1]), [2, 3, 4]),
      OperationCase("five axes", Transpose([0, 3, 1, 4, 2]), [2, 3, 2, 2, 3]),
      OperationCase("new axes", Broadcast(to: [2, 3, 4]), [4]),
      OperationCase("axes of one", Broadcast(to: [2, 3, 4]), [2, 1, 4]),
      OperationCase("scalar", Broadcast(to: [2, 3]), []),
    ] + slices + concatenations + gathers
  }

  private static var slices: [OperationCase] {
    let slices = [
      ("box", Slice(starts: [1, 0, 2], steps: [1, 1, 1], extents: [2, 4, 3])),
      ("steps", Slice(starts: [0, 1, 0], steps: [2, 2, 3], extents: [2, 2, 2])),
      ("backwards", Slice(starts: [2, 3, 4], steps: [-1, -2, -1], extents: [3, 2, 5])),
      ("forwards and backwards", Slice(starts: [0, 3, 1], steps: [1, -3, 2], extents: [3, 2, 2])),
    ]
    return slices.flatMap { name, slice in
      [
        OperationCase(name, slice, [3, 4, 5]),
        OperationCase(name, SliceGradient(slice, shape: [3, 4, 5]), slice.extents),
      ]
    }
  }

  private static var concatenations: [OperationCase] {
    (0..<3).map { axis in
      let shapes = [1, 3, 2].map { extent in
        var shape = [2, 2, 2]
        shape[axis] = extent
        return shape
      }
      return OperationCase("three tensors", Concatenation(axis: axis), shapes: shapes).with {
        $0.differentiable = [0, 1, 2]
      }
    } + [OperationCase("one tensor", Concatenation(axis: 0), [2, 3])]
  }

  private static var gathers: [OperationCase] {
    let gathers = [
      ("one element", Gather(axis: 1, indices: [2], indicesShape: [])),
      ("repeated indices", Gather(axis: 0, indices: [1, 0, 1, 1], indicesShape: [4])),
      ("indices of rank 2", Gather(axis: 1, indices: [0, 3, 3, 1, 0, 2], indicesShape: [2, 3])),
      ("last axis", Gather(axis: 2, indices: [4, 4, 0], indicesShape: [3, 1])),
    ]
    return gathers.flatMap { name, gather in
      let shape = [2, 4, 5]
      let gathered = Array(shape[..<gather.axis]) + gather.indicesShape + Array(shape[(gather.axis + 1)...])
      return [
        OperationCase(name, gather, shape), OperationCase(name, GatherGradient(gather, shape: shape), gathered),
      ]
    }
  }

  /// Every mode; crops; the gradients, which are linear themselves.
  public static var pads: [OperationCase] {
    let amounts: [(String, [Int], [Int])] = [
      ("images", [0, 0, 1, 2], [0, 0, 2, 0]), ("all axes", [1, 0, 2, 1], [0, 1, 0, 2]),
    ]
    let padded = amounts.flatMap { name, before, after in
      [PaddingMode.constant(0), .constant(0.5), .reflect, .edge].map { mode in
        (name, Pad(before: before, after: after, mode: mode))
      }
    }
    let cropped = [
      ("crop", Pad(before: [0, 0, -1, 0], after: [0, 0, 0, -2], mode: .constant(0))),
      ("crop and pad", Pad(before: [0, 1, -1, 2], after: [-1, 0, 3, -2], mode: .constant(2))),
    ]
    return (padded + cropped).flatMap { name, pad in
      let shape = [2, 2, 3, 4]
      let result = shape.indices.map { shape[$0] + pad.before[$0] + pad.after[$0] }
      return [OperationCase(name, pad, shape), OperationCase(name, PadGradient(pad, shape: shape), result)]
    }
  }
}
