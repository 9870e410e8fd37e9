/// Kernel, strides, dilations and pads of a convolution or pooling node, `auto_pad` worked out.
struct SpatialWindow {
  var kernel: [Int]
  var strides: [Int]
  var dilations: [Int]
  var padBefore: [Int]
  var padAfter: [Int]

  enum AutoPad: String {
    case none = "NOTSET"
    case sameUpper = "SAME_UPPER"
    case sameLower = "SAME_LOWER"
    case valid = "VALID"
  }

  /// Reads the attributes of `node` for an input with the given spatial extents.
  ///
  /// The kernel is that of the weight (`weightKernel`), if the node has one, or an attribute.
  init(_ node: ONNXNode, spatial: [Int], weightKernel: [Int]? = nil) throws {
    let rank = spatial.count
    let ones = [Int](repeating: 1, count: rank)
    guard let kernel = try node.integers("kernel_shape", in: 1...Extents.largest) ?? weightKernel else {
      throw node.error(.malformed, "lacks the attribute 'kernel_shape'")
    }
    self.kernel = kernel
    strides = try node.integers("strides", in: 1...Extents.largest) ?? ones
    dilations = try node.integers("dilations", in: 1...Extents.largest) ?? ones
    let pads = try node.integers("pads", in: 0...Extents.largest) ?? [Int](repeating: 0, count: 2 * rank)
    guard kernel.count == rank, strides.count == rank, dilations.count == rank, pads.count == 2 * rank else {
      throw node.error(
        .shape,
        "its kernel \(kernel), strides \(strides), dilations \(dilations) and pads \(pads) do not fit "
          + "\(rank) spatial axes")
    }
    if let weightKernel, weightKernel != kernel {
      throw node.error(.malformed, "says kernel_shape \(kernel), its weight has \(weightKernel)")
    }
    padBefore = Array(pads[..<rank])
    padAfter = Array(pads[rank...])
    try applyAutoPad(SpatialWindow.autoPad(of: node), spatial)
  }

  static func autoPad(of node: ONNXNode) throws -> AutoPad {
    let text = try node.text("auto_pad", default: "NOTSET")
    guard let mode = AutoPad(rawValue: text) else { throw node.error(.malformed, "auto_pad is '\(text)'") }
    return mode
  }

  /// SAME pads so that the output has ⌈extent / stride⌉ elements; an odd one goes to the end (UPPER) or the beginning.
  private mutating func applyAutoPad(_ mode: AutoPad, _ spatial: [Int]) {
    guard mode != .none else { return }
    for axis in spatial.indices {
      let outputs = (spatial[axis] + strides[axis] - 1) / strides[axis]
      let needed = (outputs - 1) * strides[axis] + reach(axis)
      let total = mode == .valid ? 0 : max(0, needed - spatial[axis])
      padBefore[axis] = mode == .sameLower ? total - total / 2 : total / 2
      padAfter[axis] = total - padBefore[axis]
    }
  }

  /// From the first to the last element that one window sees; cannot overflow, because factors are at most 2³⁰.
  func reach(_ axis: Int) -> Int { dilations[axis] * (kernel[axis] - 1) + 1 }
}
