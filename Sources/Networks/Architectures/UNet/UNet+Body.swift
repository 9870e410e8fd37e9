public import Graphs
internal import Tensors

extension UNet {
  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    var (value, skipped) = (try grown(x, in: &network), [ValueID]())
    for level in 0..<depth {
      value = try twice(value, filters: width << level, name: "down\(level + 1)", in: &network)
      skipped.append(value)
      value = try network.maxPool(value, kernel: [2, 2], name: "down\(level + 1)/pool")
    }
    value = try twice(value, filters: width << depth, name: "bottom", in: &network)
    value = try network.spatialDropout(value, rate: spatialDropout, name: "bottom/dropout")
    for (level, other) in skipped.enumerated().reversed() {
      value = try ascended(value, joining: other, level: level, in: &network)
    }
    return try network.convolution(value, filters: classes, kernel: [1, 1], name: "head")
  }

  /// The image with what the convolutions will take off again.
  private func grown(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    guard let mode = padding.growth else { return x }
    return try network.pad(x, by: ValidExtents(depth: depth).margin / 2, mode, name: "border")
  }

  /// One level of the decoder: the level below at twice its size, then the skip connection, as ASMA's network joins them.
  private func ascended(
    _ x: ValueID, joining skipped: ValueID, level: Int, in network: inout NetworkBuilder
  ) throws -> ValueID {
    let (name, filters) = ("up\(level + 1)", width << level)
    let large = try enlarged(x, filters: filters, name: name, in: &network)
    var other = try network.centreCrop(skipped, to: network.extents(of: large), name: name + "/crop")
    if attention, level > 0 {
      let gate = AttentionGate(channels: max(1, filters / 2))
      other = try gate(other, gating: x, name: name + "/gate", in: &network)
    }
    let joined = try network.concatenate([large, other], axis: 1, name: name + "/join")
    return try twice(joined, filters: filters, name: name, in: &network)
  }

  private func enlarged(
    _ x: ValueID, filters: Int, name: String, in network: inout NetworkBuilder
  ) throws -> ValueID {
    guard upsampling != .transposed else {
      return try network.upConvolution(x, filters: filters, factors: [2, 2], name: name + "/upsample")
    }
    let large = try network.enlarge(x, by: 2, upsampling.interpolation, name: name + "/upsample")
    // 1×1 where there is no padding: the sides stay those of the transposed convolution.
    let kernel = padding == .same ? [3, 3] : [1, 1]
    let block = ConvolutionBlock(
      filters: filters, kernel: kernel, padding: .same, normalization: normalization, activation: .relu)
    return try block(large, name: name + "/narrow", in: &network)
  }

  private func twice(
    _ x: ValueID, filters: Int, name: String, in network: inout NetworkBuilder
  ) throws -> ValueID {
    let block = ConvolutionBlock(
      filters: filters, kernel: [3, 3], padding: padding.convolutions, normalization: normalization, activation: .relu)
    return try block(try block(x, name: name + "/1", in: &network), name: name + "/2", in: &network)
  }
}

// MARK: - Settings

extension UNet {
  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 3, classes: classes)
    try check((1...Self.largestDepth).contains(depth), "depth \(depth)", hint: "take 1 to \(Self.largestDepth)")
    try checkExtents("width", [width])
    try check(!attention || depth > 1, "attention at depth 1", hint: "the first skip connection has no gate; go deeper")
    try checkSides()
    let positions = inputShape.dropFirst().map { $0 >> depth }.product
    try check(
      normalization != .instance || padding != .same || positions > 1,
      "instance normalisation over a single position at the bottom", hint: "take larger images, or less depth")
  }

  private func checkSides() throws(NetworkError) {
    let sides = inputShape.dropFirst()
    let wrong = sides.filter { !isLegal($0) }
    guard !wrong.isEmpty else { return }
    let proposals = Set(wrong).sorted().map { side in
      "\(nearestLegal(to: side).map(String.init).joined(separator: " or ")) in place of \(side)"
    }
    throw NetworkError(
      "\(Self.identifier): images of \(inputShape[1])×\(inputShape[2]) do not fit \(padding.rawValue) padding and depth "
        + "\(depth)", hint: "take \(proposals.joined(separator: ", ")) (--resize, --crop or --pad), or another depth")
  }

  private func isLegal(_ side: Int) -> Bool { nearestLegal(to: side) == [side] }

  private func nearestLegal(to side: Int) -> [Int] {
    let (valid, step) = (ValidExtents(depth: depth), 1 << depth)
    switch padding {
    case .same: return multiples(of: step, nearest: side)
    case .valid: return valid.nearest(to: side)
    case .edge: return valid.nearest(to: side + valid.margin).map { $0 - valid.margin }
    case .reflect:
      // A mirror has no more to show than the image without its border.
      let least = multiples(of: step, nearest: valid.margin / 2 + 1 - 4).last.map { $0 + 4 } ?? step
      return side < least ? [least] : valid.nearest(to: side + valid.margin).map { $0 - valid.margin }
    }
  }

  private func multiples(of step: Int, nearest side: Int) -> [Int] {
    let below = side / step * step
    if below == side { return [side] }
    return below == 0 ? [step] : [below, below + step]
  }
}
