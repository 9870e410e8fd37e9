import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct TransposeKernelTests {
  @Test(arguments: [
    ([3, 4], [1, 0]), ([1, 5], [1, 0]), ([0, 5], [1, 0]), ([17, 33], [1, 0]), ([130, 75], [1, 0]),
    ([2, 3, 50, 40], [0, 2, 3, 1]),
    ([2, 50, 40, 3], [0, 3, 1, 2]), ([1, 2, 999], [0, 2, 1]), ([1, 999, 4], [0, 2, 1]), ([2, 32, 6, 5], [0, 2, 3, 1]),
    ([3, 5, 7], [2, 1, 0]), ([3, 5, 7], [1, 0, 2]), ([2, 3, 4, 5], [3, 1, 0, 2]), ([2, 3, 4, 5, 6], [0, 2, 3, 4, 1]),
    ([2, 3, 2, 3, 5], [0, 3, 1, 4, 2]), ([4, 1, 6], [1, 2, 0]), ([8], [0]), ([2, 8, 16, 9], [0, 3, 1, 2]),
  ]) func everyElementArrives(_ shape: [Int], _ permutation: [Int]) throws {
    let transpose = Transpose(permutation)
    try expectAgreement(
      of: TransposeKernel(transpose, input: shape), with: transpose, on: [.random(shape)], tolerance: 0)
  }
}

@Suite struct SliceKernelTests {
  static let slices: [(shape: [Int], slice: Slice)] = [
    ([10], Slice(starts: [2], steps: [3], extents: [3])), ([10], Slice(starts: [9], steps: [-2], extents: [5])),
    ([4, 6, 5], Slice(starts: [1, 0, 0], steps: [1, 1, 1], extents: [2, 6, 5])),
    ([4, 6, 5], Slice(starts: [0, 5, 1], steps: [2, -1, 3], extents: [2, 6, 2])),
    ([3, 100, 400], Slice(starts: [0, 10, 7], steps: [1, 1, 1], extents: [3, 80, 301])),
    ([3, 4], Slice(starts: [0, 0], steps: [1, 1], extents: [0, 4])),
    ([3, 4], Slice(starts: [0, 0], steps: [1, 1], extents: [3, 4])), ([], Slice(starts: [], steps: [], extents: [])),
  ]

  @Test(arguments: slices) func sliceAndItsAdjointAgree(_ shape: [Int], _ slice: Slice) throws {
    try expectAgreement(of: SliceKernel(slice, input: shape), with: slice, on: [.random(shape)], tolerance: 0)
    let gradient = SliceGradient(slice, shape: shape)
    try expectAgreement(
      of: SliceGradientKernel(gradient), with: gradient, on: [.random(slice.extents, seed: 2)], tolerance: 0)
    try expectAdjoint(
      SliceKernel(slice, input: shape), SliceGradientKernel(gradient), input: shape, output: slice.extents)
  }
}

@Suite struct ConcatenationKernelTests {
  @Test(arguments: [
    ([[3]], 0), ([[3], [0], [5]], 0), ([[2, 3], [2, 5]], 1), ([[2, 3], [4, 3]], 0),
    ([[2, 40, 30, 16], [2, 40, 30, 33], [2, 40, 30, 1]], 3), ([[100_000], [70_000]], 0),
  ]) func inputsFollowEachOther(_ shapes: [[Int]], _ axis: Int) throws {
    let inputs = shapes.enumerated().map { Tensor.random($1, seed: UInt64($0)) }
    let operation = Concatenation(axis: axis)
    try expectAgreement(of: ConcatenationKernel(operation, inputs: shapes), with: operation, on: inputs, tolerance: 0)
  }
}

@Suite struct JoinedSlicesTests {
  struct Case: Sendable, CustomStringConvertible {
    let axis: Int
    let inputs: [[Int]]
    let slices: [Slice?]
    var description: String { "\(inputs) along \(axis)" }
  }

  static let cases = [
    Case(axis: 3, inputs: [[2, 9, 8, 16], [2, 6, 5, 7]], slices: [Slice([0, 2, 1, 0], [2, 6, 5, 16]), nil]),
    Case(
      axis: 3,
      inputs: [[2, 60, 50, 3], [2, 66, 60, 32], [2, 60, 51, 1]],
      slices: [nil, Slice([0, 3, 9, 0], [2, 60, 50, 32]), Slice([0, 0, 0, 0], [2, 60, 50, 1])]),
    Case(axis: 1, inputs: [[2, 9, 4], [2, 3, 4]], slices: [Slice([0, 8, 0], [2, 3, 4], by: [1, -3, 1]), nil]),
    Case(
      axis: 0, inputs: [[4, 6], [5, 3]], slices: [Slice([1, 1], [3, 3], by: [1, 2]), Slice([0, 0], [0, 3])]),
    Case(axis: 2, inputs: [[3, 4, 5]], slices: [Slice([2, 0, 4], [3, 4, 5], by: [-1, 1, -1])]),
  ]

  /// What is joined is what the slices would have been.
  @Test(arguments: cases) func slicesAreReadWhereTheyLie(_ example: Case) throws {
    let inputs = example.inputs.enumerated().map { Tensor.random($1, seed: UInt64($0)) }
    let parts = try zip(inputs, example.slices).map { input, slice in
      guard let slice else { return input }
      return try KernelRun.outputs(of: SliceKernel(slice, input: input.shape), [input], shapes: [slice.extents])[0]
    }
    let operation = Concatenation(axis: example.axis)
    let joined = try operation.outputShapes(for: parts.map(\.shape))
    let whole = ConcatenationKernel(operation, inputs: parts.map(\.shape))
    let expected = try KernelRun.outputs(of: whole, parts, shapes: joined)
    let kernel = ConcatenationKernel(operation, inputs: example.inputs, slices: example.slices)
    for threads in [Int32(1), 3] {
      let found = try ThreadPool.with(threads) { try KernelRun.outputs(of: kernel, inputs, shapes: joined) }
      #expect(found == expected)
    }
  }

  /// What lies where it will be joined may stay there.
  @Test(arguments: [0, 5]) func aPartMayLieInTheOutput(first: Int) throws {
    let (whole, other) = (Tensor.random([2, 9, 7, 37], seed: 1), Tensor.random([2, 12, 7, 5], seed: 2))
    let own = Slice([0, 0, 0, first], [2, 9, 7, 32])
    let cropped = Slice([0, 3, 0, 0], [2, 9, 7, 5])
    func part(_ slice: Slice, _ input: Tensor) throws -> Tensor {
      try KernelRun.outputs(of: SliceKernel(slice, input: input.shape), [input], shapes: [slice.extents])[0]
    }
    var (inputs, slices, parts) = ([whole, other], [own, cropped], [try part(own, whole), try part(cropped, other)])
    if first > 0 {
      inputs.reverse()
      slices.reverse()
      parts.reverse()
    }
    let operation = Concatenation(axis: 3)
    let joining = ConcatenationKernel(operation, inputs: parts.map(\.shape))
    let expected = try KernelRun.outputs(of: joining, parts, shapes: [whole.shape])[0]
    let place = first > 0 ? 1 : 0
    let kernel = ConcatenationKernel(operation, inputs: inputs.map(\.shape), slices: slices, own: place)
    #expect(try KernelRun.output(of: kernel, inputs, inPlaceOf: place) == expected)
    #expect(try KernelRun.outputs(of: kernel, inputs, shapes: [whole.shape])[0] == expected)
  }
}

@Suite struct BroadcastKernelTests {
  @Test(arguments: [
    ([3], [2, 3]), ([3, 1], [3, 4]), ([], [2, 2]), ([1, 5, 1], [4, 5, 6]), ([2, 3], [2, 3]), ([1], [0]),
    ([1, 64], [900, 64]),
  ]) func elementsRepeat(_ shape: [Int], _ target: [Int]) throws {
    let operation = Broadcast(to: target)
    try expectAgreement(
      of: BroadcastKernel(operation, input: shape), with: operation, on: [.random(shape)], tolerance: 0)
  }

  @Test func aCopyIsACopy() throws {
    let x = Tensor.random([40_001])
    #expect(try KernelRun.outputs(of: CopyKernel(count: x.count), [x], shapes: [x.shape])[0] == x)
  }
}

/// Checks `⟨A x, y⟩ = ⟨x, Aᵀ y⟩` on random vectors.
func expectAdjoint(
  _ kernel: any Kernel, _ adjoint: any Kernel, input: [Int], output: [Int],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let (x, y) = (Tensor.random(input, seed: 11), Tensor.random(output, seed: 12))
  let image = DoubleTensor(try KernelRun.outputs(of: kernel, [x], shapes: [output])[0])
  let preimage = DoubleTensor(try KernelRun.outputs(of: adjoint, [y], shapes: [input])[0])
  let (left, right) = (image.dot(DoubleTensor(y)), DoubleTensor(x).dot(preimage))
  let scale = max(1, Double(max(input.product, output.product)).squareRoot())
  #expect(abs(left - right) <= 1e-5 * scale, "\(left) and \(right)", sourceLocation: sourceLocation)
}
