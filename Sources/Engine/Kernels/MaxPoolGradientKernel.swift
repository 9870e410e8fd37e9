internal import CKernels
package import Graphs

/// Sends each cotangent to the first largest element of its window, in row-major order of the window.
///
/// Inputs (x, y, dy), all `[N, spatial…, C]`, and the buffer of an addend; output `dx`. Nothing is remembered from the
/// forward pass: the element is found again by comparing `x` with `y`.
package final class MaxPoolGradientKernel: Kernel {
  private let geometry: PoolingGeometry
  private let masksNonPositive: Bool
  private let isDisjoint: Bool
  private let isBFloat16: Bool
  private let addend: PooledAddend?
  /// Bytes of the addend's buffer that are not added.
  let untouchedByteCount: Int

  /// With `masksNonPositive`, cotangents where `y ≤ 0` count as zero: the gradient of a relu before (or after) the
  /// pooling comes at no cost.
  ///
  /// An addend, if there is one that `takes` allows, is added to the result; it then counts as zero where `x ≤ 0`.
  package init(
    _ operation: MaxPoolGradient, input: [Int], masksNonPositive: Bool = false, isBFloat16: Bool = false,
    adding addend: WindowAddend? = nil
  ) {
    geometry = PoolingGeometry(operation.window, input: input)
    self.masksNonPositive = masksNonPositive
    isDisjoint = operation.window.isDisjoint
    self.isBFloat16 = isBFloat16
    self.addend = addend.flatMap { PooledAddend($0, input: input) }
    untouchedByteCount = (addend?.otherCount ?? 0) * (isBFloat16 ? 2 : 4)
    precondition(
      addend == nil || Self.takes(addend, operation, input: input),
      "MaxPoolGradient: expected disjoint windows and an addend along the spatial axes")
  }

  /// Whether an addend can be added on the way, while what it is added to is still in the cache.
  package static func takes(_ addend: WindowAddend?, _ operation: MaxPoolGradient, input: [Int]) -> Bool {
    guard let addend, operation.window.isDisjoint, PooledAddend(addend, input: input) != nil else { return false }
    return PoolingGeometry(operation.window, input: input).outputCount > 0
  }

  package func run(_ memory: KernelMemory) {
    guard geometry.outputCount > 0 else {
      let count = geometry.samples * geometry.inputSampleCount
      return Parallel.fill(
        memory.outputs[0], with: 0, count: (isBFloat16 ? Element.bf16 : .f32).floatCount(count))
    }
    if isDisjoint { runDisjoint(memory) } else { runOverlapping(memory) }
  }

  /// Every thread owns rows of windows and what lies between them and the next.
  private func runDisjoint(_ memory: KernelMemory) {
    guard let addend else { return runRows(memory, nil) }
    withUnsafePointer(to: addend.place) { runRows(memory, $0) }
  }

  private func runRows(_ memory: KernelMemory, _ place: UnsafePointer<ck_pool_addend>?) {
    let (x, y, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.inputs[2], memory.outputs[0])
    let offset = addend?.offset ?? 0
    let rows = geometry.outputRows
    let grain = max(1, StridedRows.grain * rows / (geometry.samples * geometry.inputSampleCount))
    withUnsafePointer(to: geometry.window) { window in
      Parallel.forEachRange(rows, grain: grain) { range in
        if isBFloat16 {
          ck_bfloat16_max_pool_gradient_disjoint(
            window, masksNonPositive, x.bfloat16, y.bfloat16, dy.bfloat16, place,
            place == nil ? nil : memory.inputs[3].bfloat16 + offset, dx.bfloat16, range.lowerBound, range.upperBound)
        } else {
          ck_max_pool_gradient_disjoint(
            window, masksNonPositive, x, y, dy, place, place == nil ? nil : memory.inputs[3] + offset, dx,
            range.lowerBound, range.upperBound)
        }
      }
    }
  }

  /// Every thread owns channels of a sample, in blocks of two cache lines.
  private func runOverlapping(_ memory: KernelMemory) {
    let block = 32
    let channels = geometry.window.channels
    let blocks = (channels + block - 1) / block
    withUnsafePointer(to: geometry.window) { window in
      Parallel.forEachRange(geometry.samples * blocks, grain: 1) { range in
        for unit in range {
          let (input, output) = (unit / blocks * geometry.inputSampleCount, unit / blocks * geometry.outputSampleCount)
          let first = unit % blocks * block
          let end = min(first + block, channels)
          let (x, y, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.inputs[2], memory.outputs[0])
          if isBFloat16 {
            ck_bfloat16_max_pool_gradient_overlapping(
              window, masksNonPositive, x.bfloat16 + input, y.bfloat16 + output, dy.bfloat16 + output,
              dx.bfloat16 + input, first, end)
          } else {
            ck_max_pool_gradient_overlapping(
              window, masksNonPositive, x + input, y + output, dy + output, dx + input, first, end)
          }
        }
      }
    }
  }
}

/// An addend as the C loop takes it.
private struct PooledAddend {
  let place: ck_pool_addend
  let offset: Int

  /// Nil where it leaves out samples or channels, does not go to neighbours, or its channels are not neighbours.
  init?(_ addend: WindowAddend, input: [Int]) {
    let (window, last) = (addend.window, input.count - 1)
    guard window.extents[0] == input[0], window.extents[last] == input[last], window.steps.allSatisfy({ $0 == 1 }),
      window.starts[0] == 0, window.starts[last] == 0, addend.strides[last] == 1 || input[last] == 1,
      !window.extents.contains(0)
    else { return nil }
    var place = ck_pool_addend()
    let (starts, ends) = (window.starts[1..<last], zip(window.starts, window.extents).map(+)[1..<last])
    place.first = PoolingGeometry.triple(Array(starts), missing: 0)
    place.end = PoolingGeometry.triple(Array(ends), missing: 1)
    // A missing axis has one place: how far the next one would be does not matter.
    let strides = PoolingGeometry.triple(Array(addend.strides[1..<last]), missing: 0)
    place.stride = (addend.strides[0], strides.0, strides.1, strides.2)
    self.place = place
    offset = addend.offset
  }
}
