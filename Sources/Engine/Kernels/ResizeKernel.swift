package import Graphs

/// Resamples the spatial axes of `[N, spatial…, C]`; the tables are computed once.
package final class ResizeKernel: Kernel {
  private let map: SeparableMap

  package init(_ operation: Resize, input: [Int]) {
    let maps = operation.axisMaps(inputExtents: Array(input[1..<input.count - 1]))
    map = SeparableMap(input, maps: [nil] + maps + [nil])
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

/// The adjoint of a resize: input `dy`, output `[N, inputExtents…, C]`.
package final class ResizeGradientKernel: Kernel {
  private let map: SeparableMap

  /// `cotangent` is the shape of `dy`.
  package init(_ operation: ResizeGradient, cotangent: [Int]) {
    let maps = operation.resize.axisMaps(inputExtents: operation.inputExtents)
    map = SeparableMap(cotangent, maps: [nil] + maps.map(\.adjoint) + [nil])
  }

  package var scratchCount: Int { map.scratchCount }
  package func run(_ memory: KernelMemory) { map.run(memory) }
}

extension Resize {
  fileprivate func axisMaps(inputExtents: [Int]) -> [AxisMap] {
    extents.indices.map { axis in
      let input = inputExtents[axis]
      let coordinates = (0..<extents[axis]).map { coordinate(of: $0, axis: axis, inputExtent: input) }
      switch interpolation {
      case .nearest(let rounding):
        return AxisMap(
          inputs: input, copying: coordinates.map { min(max(Int(rounding.rounded($0)), 0), input - 1) })
      case .linear:
        return AxisMap(inputs: input, terms: coordinates.map { Self.neighbours(of: $0, inputExtent: input) })
      }
    }
  }

  /// Where an output element reads, in `Float` as ONNX Runtime does it: rounding decides which neighbour is nearest.
  private func coordinate(of position: Int, axis: Int, inputExtent: Int) -> Float {
    let (x, scale) = (Float(position), scales[axis])
    switch transformation {
    case .pytorchHalfPixel where extents[axis] == 1: return 0
    case .halfPixel, .pytorchHalfPixel: return (x + 0.5) / scale - 0.5
    case .asymmetric: return x / scale
    case .alignCorners where extents[axis] == 1: return 0
    case .alignCorners: return x * Float(inputExtent - 1) / Float(extents[axis] - 1)
    }
  }

  private static func neighbours(of coordinate: Float, inputExtent: Int) -> [AxisMap.Term] {
    let inside = min(max(coordinate, 0), Float(inputExtent - 1))
    let below = inside.rounded(.down)
    let share = inside - below
    let first = AxisMap.Term(input: Int(below), weight: 1 - share)
    return share == 0 ? [first] : [first, AxisMap.Term(input: Int(below) + 1, weight: share)]
  }
}

extension NearestRounding {
  fileprivate func rounded(_ x: Float) -> Float {
    switch self {
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .roundPreferFloor: x == x.rounded(.down) + 0.5 ? x.rounded(.down) : x.rounded(.toNearestOrAwayFromZero)
    case .roundPreferCeil: x == x.rounded(.down) + 0.5 ? x.rounded(.up) : x.rounded(.toNearestOrAwayFromZero)
    }
  }
}
