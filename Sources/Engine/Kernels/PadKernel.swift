package import Graphs

/// Adds elements before and after each axis: a constant, mirrored ones, or the border's.
package final class PadKernel: Kernel {
  private let map: SeparableMap

  package init(_ operation: Pad, input: [Int]) {
    let fill: Float = if case .constant(let value) = operation.mode { value } else { 0 }
    map = SeparableMap(input, maps: operation.axisMaps(input), fill: fill)
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

/// The adjoint of a pad: adds each cotangent to the element it was copied from.
package final class PadGradientKernel: Kernel {
  private let map: SeparableMap

  package init(_ operation: PadGradient) {
    let maps = operation.pad.axisMaps(operation.shape)
    map = SeparableMap(
      zip(maps, operation.shape).map { $0?.outputs ?? $1 }, maps: maps.map { $0?.adjoint })
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

extension Pad {
  fileprivate func axisMaps(_ shape: [Int]) -> [AxisMap?] {
    precondition(
      before.count == shape.count && after.count == shape.count, "Pad: expected one entry per axis of \(shape)")
    return shape.indices.map { axis in
      guard before[axis] != 0 || after[axis] != 0 else { return nil }
      let positions = -before[axis]..<shape[axis] + after[axis]
      return AxisMap(inputs: shape[axis], copying: positions.map { source(of: $0, extent: shape[axis]) })
    }
  }

  private func source(of position: Int, extent: Int) -> Int? {
    if (0..<extent).contains(position) { return position }
    switch mode {
    case .constant: return nil
    case .edge: return min(max(position, 0), extent - 1)
    case .reflect: return Self.mirrored(position, extent: extent)
    }
  }

  /// The border is not repeated; amounts beyond the extent bounce back and forth.
  private static func mirrored(_ position: Int, extent: Int) -> Int {
    guard extent > 1 else { return 0 }
    let period = 2 * (extent - 1)
    let folded = ((position % period) + period) % period
    return folded < extent ? folded : period - folded
  }
}
