/// Which positions windows along one axis see, and how they lie on a part of them.
extension WindowAxis {
  /// The windows that see a changed position, of `count` that there are; nil where none does.
  func windows(seeing changed: Range<Int>, of count: Int) -> Range<Int>? {
    let first = (changed.lowerBound + padBefore - reach + 1).dividedRoundingUp(by: stride)
    let last = (changed.upperBound - 1 + padBefore).dividedRoundingDown(by: stride)
    let range = max(0, first)..<max(0, first, min(count, last + 1))
    return range.isEmpty ? nil : range
  }

  /// From the first to the last position that some windows see, beyond the ends where they hang over.
  private func reached(by windows: Range<Int>) -> Range<Int> {
    let start = windows.lowerBound * stride - padBefore
    return start..<(windows.upperBound - 1) * stride - padBefore + reach
  }

  func positions(seenBy windows: Range<Int>, of size: Int) -> Range<Int> {
    reached(by: windows).clamped(to: 0..<size)
  }

  /// The same windows on the positions they see: padding stays only where they hang over the ends of the whole axis.
  func narrowed(to windows: Range<Int>, of size: Int) -> WindowAxis {
    let reached = reached(by: windows)
    var result = self
    result.padBefore = max(0, -reached.lowerBound)
    result.padAfter = max(0, reached.upperBound - size)
    return result
  }
}

/// Operations whose result is made window by window over the axes after the channels.
protocol WindowedLocalOperation: LocalOperation {
  /// Whether channels stay apart.
  var keepsChannels: Bool { get }
  /// The windows along one spatial axis, counted without batch and channels.
  func window(alongSpatialAxis axis: Int, _ shapes: NodeShapes) -> WindowAxis
  /// The same operation with other padding along one spatial axis.
  func padded(alongSpatialAxis axis: Int, before: Int, after: Int) -> any Operation
}

extension WindowedLocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span, changes.dropFirst().allSatisfy({ $0 == .nothing }) else { return .everything }
    if span.axis < 2 { return span.axis == 0 || keepsChannels ? changes[0] : .everything }
    guard span.fillsAxis else { return .everything }
    let (window, count) = (window(alongSpatialAxis: span.axis - 2, shapes), shapes.outputs[0][span.axis])
    guard let changed = window.windows(seeing: span.range, of: count) else { return .nothing }
    return .part(AxisSpan(axis: span.axis, size: count, range: changed))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    let others = shapes.inputs.dropFirst().map { _ in AxisSpan?.none }
    guard part.axis >= 2 else { return [part] + others }
    let size = shapes.inputs[0][part.axis]
    let seen = window(alongSpatialAxis: part.axis - 2, shapes).positions(seenBy: part.range, of: size)
    return [AxisSpan(axis: part.axis, size: size, range: seen)] + others
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] {
    guard part.axis >= 2 else { return [self] }
    let window = window(alongSpatialAxis: part.axis - 2, shapes)
    let narrowed = window.narrowed(to: part.range, of: shapes.inputs[0][part.axis])
    return [
      // What windows reach beyond the padding by rounding up was no padding before, and is none now.
      padded(
        alongSpatialAxis: part.axis - 2, before: narrowed.padBefore, after: min(narrowed.padAfter, window.padAfter))
    ]
  }
}

extension Convolution: WindowedLocalOperation {
  var keepsChannels: Bool { false }
  /// Every further position costs as much as all taps of the kernel.
  var isLight: Bool { false }

  func window(alongSpatialAxis axis: Int, _ shapes: NodeShapes) -> WindowAxis {
    WindowAxis(
      kernel: shapes.inputs[1][axis + 2], stride: strides[axis], padBefore: padBefore[axis], padAfter: padAfter[axis],
      dilation: dilations[axis])
  }

  func padded(alongSpatialAxis axis: Int, before: Int, after: Int) -> any Operation {
    var result = self
    (result.padBefore[axis], result.padAfter[axis]) = (before, after)
    return result
  }
}

extension PoolingWindow {
  fileprivate func axis(_ axis: Int) -> WindowAxis {
    WindowAxis(
      kernel: kernel[axis], stride: strides[axis], padBefore: padBefore[axis], padAfter: padAfter[axis],
      dilation: dilations[axis])
  }

  fileprivate func padded(alongSpatialAxis axis: Int, before: Int, after: Int) -> PoolingWindow {
    var result = self
    (result.padBefore[axis], result.padAfter[axis]) = (before, after)
    return result
  }
}

extension MaxPool: WindowedLocalOperation {
  var keepsChannels: Bool { true }
  func window(alongSpatialAxis axis: Int, _ shapes: NodeShapes) -> WindowAxis { window.axis(axis) }
  func padded(alongSpatialAxis axis: Int, before: Int, after: Int) -> any Operation {
    MaxPool(window.padded(alongSpatialAxis: axis, before: before, after: after))
  }
}

extension AveragePool: WindowedLocalOperation {
  var keepsChannels: Bool { true }
  func window(alongSpatialAxis axis: Int, _ shapes: NodeShapes) -> WindowAxis { window.axis(axis) }
  func padded(alongSpatialAxis axis: Int, before: Int, after: Int) -> any Operation {
    AveragePool(window.padded(alongSpatialAxis: axis, before: before, after: after), countsPadding: countsPadding)
  }
}

extension Int {
  func dividedRoundingDown(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }

  func dividedRoundingUp(by divisor: Int) -> Int { -(-self).dividedRoundingDown(by: divisor) }
}
