import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct SoftmaxKernelTests {
  static let cases: [(shape: [Int], axis: Int)] = [
    ([1], 0), ([7], 0), ([3, 1], 1), ([5, 2], 1), ([130, 5], 1), ([4, 33], 1), ([3, 700], 1), ([6, 5], 0),
    ([2, 3, 67], 1),
    ([2, 11, 4, 5], 1), ([2, 4, 5, 11], 3), ([40, 3, 129], 0), ([0, 4], 1), ([1000, 19], 1),
  ]

  @Test(arguments: cases) func softmaxAgrees(_ shape: [Int], _ axis: Int) throws {
    let (x, dy) = (Tensor.random(shape, in: -8...8), Tensor.random(shape, seed: 2))
    let softmax = Softmax(axis: axis)
    try expectAgreement(of: SoftmaxKernel(softmax, input: shape), with: softmax, on: [x])
    let y = softmax.evaluate([DoubleTensor(x)], outputShapes: [shape])[0].tensor
    let gradient = SoftmaxGradient(axis: axis)
    let kernel = SoftmaxGradientKernel(gradient, input: shape)
    try expectAgreement(of: kernel, with: gradient, on: [y, dy])
    try expectOverwriting(SoftmaxKernel(softmax, input: shape), [x])
    try expectOverwriting(kernel, [y, dy])
  }

  @Test(arguments: cases) func logSoftmaxAgrees(_ shape: [Int], _ axis: Int) throws {
    let (x, dy) = (Tensor.random(shape, in: -8...8), Tensor.random(shape, seed: 2))
    let softmax = LogSoftmax(axis: axis)
    try expectAgreement(of: SoftmaxKernel(softmax, input: shape), with: softmax, on: [x])
    let y = softmax.evaluate([DoubleTensor(x)], outputShapes: [shape])[0].tensor
    let gradient = LogSoftmaxGradient(axis: axis)
    let kernel = SoftmaxGradientKernel(gradient, input: shape)
    try expectAgreement(of: kernel, with: gradient, on: [y, dy])
    try expectOverwriting(SoftmaxKernel(softmax, input: shape), [x])
    try expectOverwriting(kernel, [y, dy])
  }

  @Test(arguments: [[3], [1, 3], [3, 20]]) func largeLogitsDoNotOverflow(_ shape: [Int]) throws {
    let axis = shape == [1, 3] ? 1 : 0
    let scalars = (0..<shape.product).map { $0 * 3 / shape.product == 1 ? Float(1000) : -1000 }
    let x = Tensor(shape: shape, scalars: scalars)
    try expectAgreement(of: SoftmaxKernel(Softmax(axis: axis), input: shape), with: Softmax(axis: axis), on: [x])
    try expectAgreement(of: SoftmaxKernel(LogSoftmax(axis: axis), input: shape), with: LogSoftmax(axis: axis), on: [x])
  }

  /// What a confident victim's loss needs: the logarithm of a probability close to one keeps its relative accuracy.
  @Test func logarithmOfAlmostCertaintyIsAccurate() throws {
    let x = Tensor(shape: [2], scalars: [0, -20])
    let y = try KernelRun.outputs(of: SoftmaxKernel(LogSoftmax(axis: 0), input: [2]), [x], shapes: [[2]])[0]
    let exact = -2.0611536e-9
    #expect(abs(Double(y.scalars[0]) - exact) < 1e-6 * -exact)
  }
}

/// Checks that the output may take the place of any input.
func expectOverwriting(_ kernel: any Kernel, _ inputs: [Tensor], sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  let apart = try KernelRun.outputs(of: kernel, inputs, shapes: [inputs[0].shape])[0]
  for index in inputs.indices {
    let over = try KernelRun.output(of: kernel, inputs, inPlaceOf: index)
    #expect(over == apart, "input \(index)", sourceLocation: sourceLocation)
  }
}
