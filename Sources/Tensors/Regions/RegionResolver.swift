/// Turns an expression into one flag an element of a sample.
struct RegionResolver {
  let context: RegionContext
  let text: String

  private var count: Int { context.shape.product }

  func flags(_ expression: RegionExpression) throws(RegionError) -> [Bool] {
    switch expression {
    case .all: return [Bool](repeating: true, count: count)
    case .frames(let selection): return try frames(selection)
    case .indices(let axis, let ranges): return try indices(ranges, along: axis)
    case .values(let areZero): return try values(areZero: areZero)
    case .border(let width): return try border(width)
    case .random(let share, let seed): return random(share, seed: seed)
    case .mask(let file): return try mask(file)
    case .objects(let region): return try objects(region)
    case .union(let left, let right): return try zip(flags(left), flags(right)).map { $0 || $1 }
    case .intersection(let left, let right): return try zip(flags(left), flags(right)).map { $0 && $1 }
    case .complement(let part): return try flags(part).map { !$0 }
    }
  }

  private func frames(_ selection: FrameSelection) throws(RegionError) -> [Bool] {
    let axis = try position(of: .time)
    guard let kinds = context.frameKinds else {
      throw failure(.unknownAxis, "it is not known which frames are action, idle or padding")
    }
    guard kinds.count == context.shape[axis] else {
      throw failure(.unknownAxis, "\(kinds.count) frame kinds are known for \(context.shape[axis]) frames")
    }
    return spread(kinds.map(selection.includes), along: axis)
  }

  private func values(areZero: Bool) throws(RegionError) -> [Bool] {
    guard let clean = context.clean else {
      throw failure(.unknownValues, "the values of the clean input are not known here")
    }
    return clean.scalars.map { ($0 == 0) == areZero }
  }

  private func indices(_ ranges: IndexRanges, along axis: Axis) throws(RegionError) -> [Bool] {
    let position = try position(of: axis)
    let extent = context.shape[position]
    guard ranges.largest < extent else {
      throw failure(.outOfRange, "\(axis) \(ranges) goes past the last index \(extent - 1)")
    }
    return spread(ranges.flags(extent: extent), along: position)
  }

  private func border(_ width: Int) throws(RegionError) -> [Bool] {
    let (rows, columns) = try imageAxes()
    return zip(edges(width, along: rows), edges(width, along: columns)).map { $0 || $1 }
  }

  private func edges(_ width: Int, along axis: Int) -> [Bool] {
    let extent = context.shape[axis]
    return spread((0..<extent).map { min($0, extent - 1 - $0) < width }, along: axis)
  }

  private func imageAxes() throws(RegionError) -> (Int, Int) {
    for (first, second) in [(Axis.height, Axis.width), (.range, .doppler)] {
      if let row = context.axes.firstIndex(of: first), let column = context.axes.firstIndex(of: second) {
        return (row, column)
      }
    }
    throw failure(.unknownAxis, "a border needs height and width, or range and doppler, among the axes \(axisNames)")
  }

  /// Exactly `share` of the positions (at least one), without replacement; all channels of a position together.
  private func random(_ share: Double, seed: UInt64?) -> [Bool] {
    let places = positionShape.product
    guard places > 0 else { return [] }
    var stream =
      seed.map { RandomStream(seed: $0, sample: "", attack: "region") }
      ?? RandomStream(seed: context.seed, sample: context.sample, attack: "region")
    let chosen = max(1, Int((share * Double(places)).rounded()))
    var order = Array(0..<places)
    var flags = [Bool](repeating: false, count: places)
    for index in 0..<min(chosen, places) {
      order.swapAt(index, stream.nextIndex(in: index..<places))
      flags[order[index]] = true
    }
    return broadcast(flags, shape: positionShape, perPosition: true)
  }

  private func mask(_ file: String) throws(RegionError) -> [Bool] {
    let tensor: Tensor
    let file = file.replacing("{id}", with: context.sample)
    do { tensor = try context.mask(file) } catch { throw failure(.mask, "mask \(file): \(error)") }
    guard tensor.scalars.allSatisfy({ !$0.isNaN }) else { throw failure(.mask, "mask \(file) contains NaN") }
    let perPosition = broadcasts(tensor.shape, to: positionShape)
    guard perPosition || broadcasts(tensor.shape, to: context.shape) else {
      throw failure(.mask, "mask \(file) is \(tensor.shape), which does not fit the input \(context.shape)")
    }
    return broadcast(tensor.scalars.map { $0 != 0 }, shape: tensor.shape, perPosition: perPosition)
  }

  private func objects(_ region: ObjectRegion) throws(RegionError) -> [Bool] {
    guard let masks = context.masks else {
      throw failure(.mask, "there is no mask to follow here; inside, outside and ring are for segmentation networks")
    }
    let (rows, columns) = try imageAxes()
    let (height, width) = (context.shape[rows], context.shape[columns])
    precondition(masks.target.count == height * width, "RegionResolver: masks of another size than \(context.shape)")
    guard let objects = masks.objects(of: region) else {
      let known = masks.classNames.isEmpty ? "" : "; the classes are \(masks.classNames.joined(separator: ", "))"
      throw failure(.mask, "there is no class \"\(region.className ?? "")\"\(known)")
    }
    let flags = region.flags(around: objects, width: width)
    let strides = context.shape.rowMajorStrides
    return (0..<count).map { flags[$0 / strides[rows] % height * width + $0 / strides[columns] % width] }
  }

  // MARK: Axes

  private var channelAxis: Int? { context.axes.firstIndex(of: .channel) }

  /// The sample's shape without channels.
  private var positionShape: [Int] {
    context.shape.indices.filter { $0 != channelAxis }.map { context.shape[$0] }
  }

  private var axisNames: String { context.axes.map(\.rawValue).joined(separator: ", ") }

  private func position(of axis: Axis) throws(RegionError) -> Int {
    guard let position = context.axes.firstIndex(of: axis) else {
      throw failure(.unknownAxis, "the input has no \(axis) axis; its axes are \(axisNames)")
    }
    return position
  }

  /// Repeats the flags of one axis over all others.
  private func spread(_ flags: [Bool], along axis: Int) -> [Bool] {
    let stride = context.shape.rowMajorStrides[axis]
    return (0..<count).map { flags[$0 / stride % flags.count] }
  }

  private func broadcasts(_ shape: [Int], to full: [Int]) -> Bool {
    shape.count <= full.count && zip(shape.reversed(), full.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
  }

  /// Repeats flags over the axes that they lack (from the left), and over channels where `perPosition`.
  private func broadcast(_ flags: [Bool], shape: [Int], perPosition: Bool) -> [Bool] {
    let target = context.shape
    let strides = target.rowMajorStrides
    let steps = shape.rowMajorStrides
    let kept = target.indices.filter { !perPosition || $0 != channelAxis }.suffix(shape.count)
    return (0..<count).map { element in
      var source = 0
      for (side, axis) in kept.enumerated() where shape[side] != 1 {
        source += element / strides[axis] % target[axis] * steps[side]
      }
      return flags[source]
    }
  }

  private func failure(_ reason: RegionError.Reason, _ explanation: String) -> RegionError {
    RegionError(reason, in: text, explanation)
  }
}
