internal import Graphs
internal import Tensors

/// Slices, and adjoints of slices, that are never made: who reads them reads what they would read, where it lies.
///
/// A U-Net crops what its encoder made and joins it with what its decoder made, and the gradient takes the joined
/// cotangent apart again, puts the parts back among zeros, and adds them. All that is left of it is the joining, and an
/// addition that is done while the gradient of the pooling is made.
extension Lowering {
  /// Leaves a node to the only one that reads it, if that may get along without it.
  ///
  /// Should the reader want the value in memory all the same, `buffer` makes it then.
  ///
  /// - Returns: whether it did.
  mutating func postpone(_ index: Int) throws -> Bool {
    let node = graph.nodes[index]
    guard try isReadThroughStrides(node) || isReadInParts(node) else { return false }
    postponed[node.outputs[0]] = index
    return true
  }

  private func isReadThroughStrides(_ node: Node) -> Bool {
    guard let next = soleConsumer(of: node.outputs[0]), !isFused(next) else { return false }
    let reader = graph.nodes[next]
    switch node.operation {
    case is Slice:
      guard !isConstant(node.inputs[0]) else { return false }
      return reader.operation is Concatenation || isSum(reader)
        || reader.operation is SliceGradient && isReadThroughStrides(reader)
    case is SliceGradient: return isSum(reader)
    case let pool as MaxPoolGradient:
      return pool.window.isDisjoint && pooledLayers[node.inputs[0]] == nil && isSum(reader)
    default: return false
    }
  }

  /// Whether a node adds two values of one shape, neither of them constant.
  private func isSum(_ node: Node) -> Bool { (node.operation as? Binary)?.function == .add && hasOneShape(node) }

  /// The operation that would make a value which has been left to its reader, and what it reads.
  private func omitted<T: Operation>(_ value: ValueID, as _: T.Type) -> (operation: T, source: ValueID)? {
    guard let index = postponed[value], let operation = graph.nodes[index].operation as? T else { return nil }
    return (operation, graph.nodes[index].inputs[0])
  }

  // MARK: Joining

  /// What is joined: all of a value, or a slice of it, on physical shapes; in pairs where it is bf16.
  struct Part {
    let source: ValueID
    let slice: Slice?
    let shape: [Int]
    /// Where it lies, if that is what it is joined to.
    var own: BufferID?
  }

  func part(_ value: ValueID, in layout: Layout, as element: Element) -> Part {
    if let result = placed[value] {
      return Part(source: value, slice: result.slice, shape: result.shape, own: result.buffer)
    }
    if let (slice, source) = omitted(value, as: Slice.self), isMade(source, in: layout, as: element) {
      let (own, whole) = (slice.permuted(layout.permutation(rank: slice.starts.count)), layout.physical(shape(source)))
      if element == .f32 { return Part(source: source, slice: own, shape: whole) }
      if let paired = PairedArrangement(own, inputs: [whole])?.operation as? Slice {
        return Part(source: source, slice: paired, shape: PairedArrangement.shape(whole))
      }
    }
    let whole = layout.physical(shape(value))
    return Part(source: value, slice: nil, shape: element == .bf16 ? PairedArrangement.shape(whole) : whole)
  }

  /// Joins slices that have been left to a concatenation.
  ///
  /// - Returns: whether there were any that lie in the layout of what is joined.
  mutating func lowerSlices(_ concatenation: Concatenation, _ node: Node, as element: Element = .f32) throws -> Bool {
    let joined = shape(node.outputs[0])
    let layout = Layout.exists(rank: joined.count) ? commonLayout(node.inputs) : .plain
    let parts = node.inputs.map { part($0, in: layout, as: element) }
    guard parts.contains(where: { $0.slice != nil }) else { return false }
    let buffers = try parts.map { try $0.own ?? buffer($0.source, in: layout, as: element) }
    let own = parts.firstIndex { $0.own != nil }
    let kernel = ConcatenationKernel(
      Concatenation(axis: layout.positions(rank: joined.count)[concatenation.axis]), inputs: parts.map(\.shape),
      slices: parts.map(\.slice), own: own)
    let made = try emit(
      kernel, buffers, counts: [element.floatCount(joined.product)], label: label(node, concatenation.description),
      overwriting: own)
    bind(node.outputs[0], to: made[0], in: layout, as: element)
    return true
  }

  // MARK: Adding

  /// What is added, and where it lies.
  private struct Addend {
    let source: ValueID
    var slice: Slice?
    var window: Slice?

    func physical(_ layout: Layout, source: [Int], sum: [Int]) -> WindowAddend {
      let order = layout.permutation(rank: sum.count)
      return WindowAddend(
        from: layout.physical(source), slice: slice?.permuted(order), to: layout.physical(sum),
        window: window?.permuted(order))
    }
  }

  private func located(_ value: ValueID) -> Addend {
    var found = Addend(source: value)
    if let (gradient, source) = omitted(value, as: SliceGradient.self) {
      found = Addend(source: source, window: gradient.slice)
    }
    if let (slice, source) = omitted(found.source, as: Slice.self) {
      found = Addend(source: source, slice: slice, window: found.window)
    }
    return found
  }

  /// Adds an operand that has been left to a sum.
  ///
  /// - Returns: whether there was one that lies in the layout of the sum.
  mutating func lowerWindowSum(_ node: Node) throws -> Bool {
    guard isSum(node), node.inputs.contains(where: { postponed[$0] != nil }) else { return false }
    let (sum, layout) = (shape(node.outputs[0]), commonLayout(node.inputs))
    guard let place = node.inputs.firstIndex(where: { postponed[$0] != nil && isMade(located($0).source, in: layout) })
    else { return false }
    let (other, addend) = (node.inputs[1 - place], located(node.inputs[place]))
    let buffers = [try buffer(other, in: layout), try buffer(addend.source, in: layout)]
    let kernel = WindowSumKernel(
      addend.physical(layout, source: shape(addend.source), sum: sum), shape: layout.physical(sum))
    let made = try emit(
      kernel, buffers, counts: [sum.product], label: label(node, "add where it lies"), overwriting: 0)
    bind(node.outputs[0], to: made[0], in: layout)
    return true
  }

  /// Adds to the gradient of a max pooling while that is made.
  ///
  /// - Returns: whether one had been left to a sum, and its other operand lies as the kernel wants it.
  mutating func lowerPooledSum(_ node: Node) throws -> Bool {
    guard isSum(node),
      let place = node.inputs.firstIndex(where: { omitted($0, as: MaxPoolGradient.self) != nil }),
      let (operation, _) = omitted(node.inputs[place], as: MaxPoolGradient.self),
      let index = postponed[node.inputs[place]]
    else { return false }
    let (gradient, found) = (graph.nodes[index], located(node.inputs[1 - place]))
    let (sum, element) = (shape(node.outputs[0]), element(ofPoolGradient: gradient))
    guard isMade(found.source, in: .channelsLast, as: element) else { return false }
    let addend = found.physical(.channelsLast, source: shape(found.source), sum: sum)
    guard MaxPoolGradientKernel.takes(addend, operation, input: Layout.channelsLast.physical(sum)) else { return false }
    let added = try buffer(found.source, in: .channelsLast, as: element)
    try emit(operation, gradient, into: node.outputs[0], adding: (addend, added))
    return true
  }

  // MARK: Gradients of max pooling

  /// In bf16 if the pooling was: a cotangent follows what it is one of.
  func element(ofPoolGradient node: Node) -> Element {
    isShort(node.inputs[0]) && isShort(node.inputs[1]) ? .bf16 : .f32
  }

  /// Emits a gradient of max pooling, with what is added to it, into `result`.
  ///
  /// A relu gradient right after, on the pooled tensor's own argument, is done with it: the only element that gets a
  /// cotangent is the maximum, and it is positive exactly where the pooled value is.
  mutating func emit(
    _ operation: MaxPoolGradient, _ node: Node, into sum: ValueID,
    adding added: (addend: WindowAddend, buffer: BufferID)? = nil
  ) throws {
    let element = element(ofPoolGradient: node)
    var buffers = try node.inputs.map { try buffer($0, in: .channelsLast, as: element) }
    if let added { buffers.append(added.buffer) }
    var (result, masks) = (sum, false)
    if let next = soleConsumer(of: sum), !isFused(next),
      let gradient = graph.nodes[next].operation as? UnaryGradient, gradient.function == .relu,
      graph.nodes[next].inputs == [node.inputs[0], sum]
    {
      (result, masks) = (graph.nodes[next].outputs[0], true)
      markFused(next)
    }
    let kernel = MaxPoolGradientKernel(
      operation, input: Layout.channelsLast.physical(shape(sum)), masksNonPositive: masks,
      isBFloat16: element == .bf16, adding: added?.addend)
    let what = added == nil ? operation.description : "\(operation.description) and add"
    let made = try emit(kernel, buffers, counts: [element.floatCount(shape(sum).product)], label: label(node, what))
    bind(result, to: made[0], in: .channelsLast, as: element)
  }
}
