package import Graphs

/// The mean of each window, on `[N, spatial…, C]`.
package final class AveragePoolKernel: Kernel {
  private let kernel: any Kernel

  package init(_ operation: AveragePool, input: [Int]) {
    let spatial = Array(1..<input.count - 1)
    if operation.window.coversAll(spatial.map { input[$0] }) {
      kernel = ReductionKernel(Reduction(.mean, axes: spatial, keepsAxes: true), input: input)
    } else {
      let maps = operation.window.averages(
        inputExtents: spatial.map { input[$0] }, countsPadding: operation.countsPadding)
      kernel = SeparableKernel(SeparableMap(input, maps: [nil] + maps + [nil]))
    }
  }

  package var scratchCount: Int { kernel.scratchCount }
  package func run(_ memory: KernelMemory) throws(EngineError) { try kernel.run(memory) }
}

/// Gives each element of a window its share of the window's cotangent: input `dy`, output `[N, inputExtents…, C]`.
package final class AveragePoolGradientKernel: Kernel {
  private let map: SeparableMap

  /// `cotangent` is the shape of `dy`.
  package init(_ operation: AveragePoolGradient, cotangent: [Int]) {
    let maps = operation.window.averages(
      inputExtents: operation.inputExtents, countsPadding: operation.countsPadding)
    map = SeparableMap(cotangent, maps: [nil] + maps.map(\.adjoint) + [nil])
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

/// A separable map as a kernel.
final class SeparableKernel: Kernel {
  private let map: SeparableMap
  init(_ map: SeparableMap) { self.map = map }
  var scratchCount: Int { map.scratchCount }
  func run(_ memory: KernelMemory) { map.run(memory) }
}

extension PoolingWindow {
  /// Whether one window sees the whole input and nothing else.
  fileprivate func coversAll(_ extents: [Int]) -> Bool {
    extents.indices.allSatisfy {
      kernel[$0] == extents[$0] && dilations[$0] == 1 && padBefore[$0] == 0 && padAfter[$0] == 0
    }
  }

  /// One averaging matrix per spatial axis: the number of elements of a window is a product over the axes.
  fileprivate func averages(inputExtents: [Int], countsPadding: Bool) -> [AxisMap] {
    inputExtents.indices.map { axis in
      let extent = inputExtents[axis]
      let outputs = 0..<outputExtent(axis: axis, input: extent)
      return AxisMap(inputs: extent, terms: outputs.map { share(of: $0, axis: axis, extent: extent, countsPadding) })
    }
  }

  private func share(of output: Int, axis: Int, extent: Int, _ countsPadding: Bool) -> [AxisMap.Term] {
    let places = (0..<kernel[axis]).map { output * strides[axis] - padBefore[axis] + $0 * dilations[axis] }
    let inside = places.filter { (0..<extent).contains($0) }
    let padded = places.count { (-padBefore[axis]..<extent + padAfter[axis]).contains($0) }
    let weight = 1 / Float(countsPadding ? padded : inside.count)
    return inside.map { AxisMap.Term(input: $0, weight: weight) }
  }
}
