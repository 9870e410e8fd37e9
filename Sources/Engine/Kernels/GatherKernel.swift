package import Graphs

/// Rows picked by constant indices along one axis.
package final class GatherKernel: Kernel {
  private let map: SeparableMap

  package init(_ operation: Gather, input: [Int]) {
    map = SeparableMap(input, maps: operation.axisMaps(input))
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

/// The adjoint of a gather; cotangents of repeated indices are added in the order of the indices.
package final class GatherGradientKernel: Kernel {
  private let map: SeparableMap

  package init(_ operation: GatherGradient) {
    let gather = operation.gather
    var cotangent = operation.shape
    cotangent[gather.axis] = gather.indices.count
    map = SeparableMap(cotangent, maps: gather.axisMaps(operation.shape).map { $0?.adjoint })
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

extension Gather {
  fileprivate func axisMaps(_ shape: [Int]) -> [AxisMap?] {
    shape.indices.map { $0 == axis ? AxisMap(inputs: shape[axis], copying: indices) : nil }
  }
}
