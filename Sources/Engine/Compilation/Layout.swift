internal import Graphs

/// How the axes of a value lie in memory.
///
/// Measured on oneDNN 2.6 (AVX-512), channels-last convolutions are as fast forward as its own blocked layouts, and every
/// other operation (pooling, resize, crop, concatenation, activation) is a plain loop on them; so there is one spatial
/// layout, and it is kept between layers.
enum Layout: Hashable {
  /// Row-major as the graph says.
  case plain
  /// `[N, spatial…, C]` for a logical `[N, C, spatial…]`; rank 3 to 5.
  case channelsLast

  /// Logical axis of each physical axis.
  func permutation(rank: Int) -> [Int] {
    switch self {
    case .plain: Array(0..<rank)
    case .channelsLast: [0] + Array(2..<rank) + [1]
    }
  }

  /// Physical position of each logical axis.
  func positions(rank: Int) -> [Int] { permutation(rank: rank).inverted }

  func physical(_ shape: [Int]) -> [Int] { permutation(rank: shape.count).map { shape[$0] } }

  /// Whether both layouts put this shape into memory in the same order.
  static func coincide(_ shape: [Int]) -> Bool {
    guard shape.count >= 3 else { return true }
    return shape[1] == 1 || shape.dropFirst(2).allSatisfy { $0 == 1 }
  }

  static func exists(rank: Int) -> Bool { (3...5).contains(rank) }
}

extension [Int] {
  /// The inverse of a permutation.
  var inverted: [Int] {
    var result = self
    for (position, value) in enumerated() { result[value] = position }
    return result
  }
}

/// An operation that can be rewritten for permuted axes, and so runs in any layout.
protocol AxisPermutable {
  /// The operation on physical axes; `layout` is the one of its (first) input.
  ///
  /// - Returns: the rewritten operation and the layout of its result; nil when the result would be in neither layout.
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)?
}

extension Unary: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? { (self, layout) }
}

extension UnaryGradient: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? { (self, layout) }
}

extension Reduction: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    let positions = layout.positions(rank: rank)
    let rewritten = Reduction(function, axes: axes.map { positions[$0] }.sorted(), keepsAxes: keepsAxes)
    if keepsAxes { return (rewritten, layout) }
    let left = layout.permutation(rank: rank).filter { !axes.contains($0) }
    let order = left.map { axis in left.count { $0 < axis } }
    if order == Layout.plain.permutation(rank: order.count) { return (rewritten, .plain) }
    guard Layout.exists(rank: order.count), order == Layout.channelsLast.permutation(rank: order.count) else {
      return nil
    }
    return (rewritten, .channelsLast)
  }
}

extension Slice: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (permuted(layout.permutation(rank: rank)), layout)
  }

  func permuted(_ order: [Int]) -> Slice {
    Slice(starts: order.map { starts[$0] }, steps: order.map { steps[$0] }, extents: order.map { extents[$0] })
  }
}

extension SliceGradient: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (SliceGradient(slice.permuted(layout.permutation(rank: rank)), shape: layout.physical(shape)), layout)
  }
}

extension Concatenation: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (Concatenation(axis: layout.positions(rank: rank)[axis]), layout)
  }
}

extension Pad: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (permuted(layout.permutation(rank: rank)), layout)
  }

  fileprivate func permuted(_ order: [Int]) -> Pad {
    Pad(before: order.map { before[$0] }, after: order.map { after[$0] }, mode: mode)
  }
}

extension PadGradient: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (PadGradient(pad.permuted(layout.permutation(rank: rank)), shape: layout.physical(shape)), layout)
  }
}

extension Softmax: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (Softmax(axis: layout.positions(rank: rank)[axis]), layout)
  }
}

extension LogSoftmax: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (LogSoftmax(axis: layout.positions(rank: rank)[axis]), layout)
  }
}

extension SoftmaxGradient: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (SoftmaxGradient(axis: layout.positions(rank: rank)[axis]), layout)
  }
}

extension LogSoftmaxGradient: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    (LogSoftmaxGradient(axis: layout.positions(rank: rank)[axis]), layout)
  }
}

extension Broadcast: AxisPermutable {
  func rewritten(for layout: Layout, rank: Int) -> (operation: any Operation, result: Layout)? {
    rank == shape.count ? (Broadcast(to: layout.physical(shape)), layout) : nil
  }
}
