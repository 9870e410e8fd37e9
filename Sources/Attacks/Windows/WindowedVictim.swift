public import Tensors

/// A segmentation network seen on images larger than it takes, window by window; logits are blended where windows
/// overlap, and gradients pass through the blending exactly.
///
/// | | shape |
/// |---|---|
/// | the network | [C, h, w] → [K, h′, w′] |
/// | this victim | [C, H, W] → [K, H − h + h′, W − w + w′] |
///
/// A window's logits know nothing of what lies outside it, so they are not those of the network on the whole image.
///
/// Cost: one forward pass a window for logits; for a gradient, one forward and one backward pass a window where all fit
/// into one batch, else one more forward pass each, because the cotangent is known only once all logits are.
public final class WindowedVictim: Victim {
  public let inputShape: [Int]
  public let outputShape: [Int]
  public let windows: SlidingWindows
  private let victim: any Victim
  private let largestBatch: Int

  /// - Parameters:
  ///   - victim: takes and gives images of a fixed size.
  ///   - height: rows of the images; no fewer than the network's, which padding is for.
  ///   - width: columns of the images, likewise.
  ///   - overlap: the part of a window's result that its neighbour covers, too, 0..<1.
  ///   - blending: how overlapping logits are weighted.
  ///   - largestBatch: windows that go through the network at once.
  public init(
    _ victim: any Victim, height: Int, width: Int, overlap: Double = 0.5, blending: WindowBlending = .gaussian,
    largestBatch: Int = 1
  ) {
    precondition(
      victim.inputShape.count == 3 && victim.outputShape.count == 3 && largestBatch > 0,
      "WindowedVictim: expected [C, h, w] → [K, h, w], is \(victim.inputShape) → \(victim.outputShape)")
    windows = SlidingWindows(
      height: height, width: width, window: Array(victim.inputShape.dropFirst()),
      output: Array(victim.outputShape.dropFirst()), overlap: overlap, blending: blending)
    inputShape = [victim.inputShape[0], height, width]
    outputShape = [victim.outputShape[0]] + windows.outputSize
    (self.victim, self.largestBatch) = (victim, largestBatch)
  }

  public var access: VictimAccess { victim.access }
  public var gradientLogitsAreRough: Bool { victim.gradientLogitsAreRough }

  public func logits(of inputs: Tensor) throws -> Tensor {
    Tensor(batching: try blended(empty(inputs), inputs.samples, places(inputs.batchCount)))
  }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    try pass(over: places(inputs.batchCount), of: inputs, from: empty(inputs), cotangent: cotangent)
  }

  // MARK: Only what can change

  /// What windows that the region does not touch say, blended; nil where it touches all.
  ///
  /// Of rows and columns, those count that leave more windows alone.
  public func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    let spans = (1...2).compactMap { axis in region.span(alongAxis: axis).map { (axis: axis, positions: $0) } }
    guard
      let (axis, positions) = spans.min(by: {
        windows.windows(touching: $0.positions, alongAxis: $0.axis).count
          < windows.windows(touching: $1.positions, alongAxis: $1.axis).count
      })
    else { return nil }
    let touched = Set(windows.windows(touching: positions, alongAxis: axis))
    guard touched.count < windows.count else { return nil }
    let untouched = places(1).filter { !touched.contains($0.window) }
    let kept = try blended([Tensor(shape: outputShape)], [clean], untouched)
    return FixedPart(axis: axis, positions: positions, kept: kept)
  }

  /// One image after the other: what comes out for one must not depend on windows of others in its batch.
  public func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    let results = try fixed.enumerated().map { index, part in
      try blended(part.kept, [inputs.sample(index)], places(touchedBy: part))[0]
    }
    return Tensor(batching: results)
  }

  public func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let passes = try fixed.enumerated().map { index, part in
      try pass(over: places(touchedBy: part), of: inputs.selectingSamples([index]), from: part.kept) {
        try cotangent($0, index)
      }
    }
    return (Tensor(joining: passes.map(\.logits)), Tensor(joining: passes.map(\.gradient)))
  }

  private func places(touchedBy part: FixedPart) -> [Place] {
    windows.windows(touching: part.positions, alongAxis: part.axis).map { Place(0, $0) }
  }

  // MARK: Windows of images

  private typealias Place = (image: Int, window: Int)

  private func empty(_ inputs: Tensor) -> [Tensor] {
    [Tensor](repeating: Tensor(shape: outputShape), count: inputs.batchCount)
  }

  /// Every window of every image.
  private func places(_ images: Int) -> [Place] {
    (0..<images).flatMap { image in (0..<windows.count).map { Place(image, $0) } }
  }

  private func batches(_ places: [Place]) -> [ArraySlice<Place>] {
    stride(from: 0, to: places.count, by: largestBatch).map { start in
      places[start..<min(start + largestBatch, places.count)]
    }
  }

  /// The whole results of images, given what there is of them without some windows.
  private func blended(_ start: [Tensor], _ images: [Tensor], _ places: [Place]) throws -> [Tensor] {
    var wholes = start
    for batch in batches(places) { add(try victim.logits(of: cut(batch, images)), of: batch, to: &wholes) }
    return wholes
  }

  /// Logits and gradient of some windows, given what the others add to the whole results.
  private func pass(
    over places: [Place], of inputs: Tensor, from start: [Tensor], cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let images = inputs.samples
    let batches = batches(places)
    var gradients = images.map { _ in Tensor(shape: inputShape) }
    var logits = Tensor(batching: start)
    var cotangents: [Tensor]?
    if batches.count > 1 {
      logits = Tensor(batching: try blended(start, images, places))
      cotangents = try cotangent(logits).samples
    }
    for batch in batches {
      let pass = try victim.logitsAndGradient(at: cut(batch, images)) { [windows] parts in
        let known: [Tensor]
        if let cotangents {
          known = cotangents
        } else {
          var wholes = start
          add(parts, of: batch, to: &wholes)
          logits = Tensor(batching: wholes)
          known = try cotangent(logits).samples
        }
        return Tensor(batching: batch.map { windows.cotangent(ofWindow: $0.window, from: known[$0.image]) })
      }
      for (place, gradient) in zip(batch, pass.gradient.samples) {
        windows.addGradient(gradient, ofWindow: place.window, to: &gradients[place.image])
      }
    }
    return (logits, Tensor(batching: gradients))
  }

  private func cut(_ batch: ArraySlice<Place>, _ images: [Tensor]) -> Tensor {
    Tensor(batching: batch.map { windows.window($0.window, of: images[$0.image]) })
  }

  private func add(_ results: Tensor, of batch: ArraySlice<Place>, to wholes: inout [Tensor]) {
    for (place, result) in zip(batch, results.samples) {
      windows.addResult(result, ofWindow: place.window, to: &wholes[place.image])
    }
  }
}
