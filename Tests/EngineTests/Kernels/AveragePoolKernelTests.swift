import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct AveragePoolKernelTests {
  @Test(arguments: MaxPoolKernelTests.cases, [false, true])
  func poolingAndItsAdjointAgree(_ example: MaxPoolKernelTests.Case, _ countsPadding: Bool) throws {
    let x = Tensor.random(example.input)
    let operation = AveragePool(example.window, countsPadding: countsPadding)
    let kernel = AveragePoolKernel(operation, input: x.channelsLast.shape)
    try expectAgreement(of: kernel, with: operation, on: [x], isChannelsLast: true)
    let dy = Tensor.random(try operation.outputShapes(for: [x.shape])[0], seed: 2)
    let adjoint = AveragePoolGradient(
      example.window, countsPadding: countsPadding, inputExtents: Array(example.input.dropFirst(2)))
    let gradient = AveragePoolGradientKernel(adjoint, cotangent: dy.channelsLast.shape)
    try expectAgreement(of: gradient, with: adjoint, on: [dy], isChannelsLast: true)
    try expectAdjoint(kernel, gradient, input: x.channelsLast.shape, output: dy.channelsLast.shape)
  }
}
