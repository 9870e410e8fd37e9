import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Runs kernels on tensors the way a plan does, on one thread and on three.
enum KernelRun {
  /// The outputs of a kernel; memory it fails to write stays NaN.
  static func outputs(of kernel: any Kernel, _ inputs: [Tensor], shapes: [[Int]]) throws -> [Tensor] {
    var memory = inputs.map(Block.init(copying:))
    let outputs = shapes.map { Block(count: $0.product) }
    let scratch = Block(count: kernel.scratchCount)
    memory.append(scratch)
    try kernel.run(
      KernelMemory(
        inputs: memory.dropLast().map { UnsafePointer($0.address) }, outputs: outputs.map(\.address),
        scratch: scratch.address))
    return zip(outputs, shapes).map { Tensor(shape: $1, scalars: $0.scalars) }
  }

  /// As `outputs`, with the first output in the memory of an input.
  static func output(of kernel: any Kernel, _ inputs: [Tensor], inPlaceOf index: Int) throws -> Tensor {
    let memory = inputs.map(Block.init(copying:))
    try kernel.run(KernelMemory(inputs: memory.map { UnsafePointer($0.address) }, outputs: [memory[index].address]))
    return Tensor(shape: inputs[index].shape, scalars: memory[index].scalars)
  }

  private final class Block {
    let address: UnsafeMutablePointer<Float>
    private let count: Int

    init(count: Int) {
      self.count = count
      address = .allocate(capacity: count + 1)
      address.initialize(repeating: .nan, count: count + 1)
    }

    convenience init(copying tensor: Tensor) {
      self.init(count: tensor.count)
      for (place, value) in tensor.scalars.enumerated() { address[place] = value }
    }

    deinit { address.deallocate() }

    var scalars: [Float] { (0..<count).map { address[$0] } }
  }
}

/// Checks that a kernel gives what the reference gives, the same bits on any number of threads, and leaves no hole.
///
/// With `isChannelsLast`, tensors of rank 3 and more are given to the kernel as `[N, spatial…, C]`.
func expectAgreement(
  of kernel: any Kernel, with operation: any Operation & ReferenceOperation, on inputs: [Tensor],
  isChannelsLast: Bool = false, tolerance: Double = 1e-6, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let shapes = try operation.outputShapes(for: inputs.map(\.shape))
  let expected = operation.evaluate(inputs.map(DoubleTensor.init), outputShapes: shapes)
  let physical = isChannelsLast ? inputs.map(\.channelsLast) : inputs
  let physicalShapes = isChannelsLast ? shapes.map { Tensor(shape: $0).channelsLast.shape } : shapes
  let alone = try ThreadPool.with(1) { try KernelRun.outputs(of: kernel, physical, shapes: physicalShapes) }
  let shared = try ThreadPool.with(3) { try KernelRun.outputs(of: kernel, physical, shapes: physicalShapes) }
  for (index, output) in alone.enumerated() {
    let logical = DoubleTensor(isChannelsLast ? output.channelsFirst : output)
    let error = logical.relativeError(from: expected[index])
    #expect(error <= tolerance, "\(operation) of \(inputs.map(\.shape))", sourceLocation: sourceLocation)
    #expect(output == shared[index], "\(operation) depends on the thread count", sourceLocation: sourceLocation)
  }
}

extension Tensor {
  static func random(_ shape: [Int], seed: UInt64 = 1, in range: ClosedRange<Double> = -1...1) -> Tensor {
    DoubleTensor(shape: shape, seed: seed, in: range).tensor
  }

  /// Few distinct values, whose sums have no rounding errors: whole numbers from `-most` to `most`.
  static func whole(_ shape: [Int], upTo most: Float, seed: UInt64 = 1) -> Tensor {
    random(shape, seed: seed).map { ($0 * most).rounded() }
  }

  var isAllNaN: Bool { scalars.allSatisfy(\.isNaN) }

  var channelsLast: Tensor {
    guard rank > 2 else { return self }
    return permuted([0] + Array(2..<rank) + [1])
  }

  var channelsFirst: Tensor {
    guard rank > 2 else { return self }
    return permuted([0, rank - 1] + Array(1..<rank - 1))
  }

  private func permuted(_ permutation: [Int]) -> Tensor {
    let transpose = Transpose(permutation)
    let shape = permutation.map { self.shape[$0] }
    return transpose.evaluate([DoubleTensor(self)], outputShapes: [shape])[0].tensor
  }
}
