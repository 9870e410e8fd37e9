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
    let images = inputs.samples
    var wholes = images.map { _ in Tensor(shape: outputShape) }
    for batch in batches(images.count) {
      add(try victim.logits(of: cut(batch, images)), of: batch, to: &wholes)
    }
    return Tensor(batching: wholes)
  }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let images = inputs.samples
    let batches = batches(images.count)
    var gradients = images.map { _ in Tensor(shape: inputShape) }
    var logits: Tensor?
    var whole: [Tensor]?
    if batches.count > 1 {
      let found = try self.logits(of: inputs)
      (logits, whole) = (found, try cotangent(found).samples)
    }
    for batch in batches {
      let pass = try victim.logitsAndGradient(at: cut(batch, images)) { [windows] parts in
        let cotangents: [Tensor]
        if let whole {
          cotangents = whole
        } else {
          var wholes = images.map { _ in Tensor(shape: outputShape) }
          add(parts, of: batch, to: &wholes)
          let found = Tensor(batching: wholes)
          logits = found
          cotangents = try cotangent(found).samples
        }
        return Tensor(batching: batch.map { windows.cotangent(ofWindow: $0.window, from: cotangents[$0.image]) })
      }
      for (place, gradient) in zip(batch, pass.gradient.samples) {
        windows.addGradient(gradient, ofWindow: place.window, to: &gradients[place.image])
      }
    }
    return (logits ?? Tensor(shape: [0] + outputShape), Tensor(batching: gradients))
  }

  private typealias Place = (image: Int, window: Int)

  /// Every window of every image, a batch at a time.
  private func batches(_ images: Int) -> [[Place]] {
    let places = (0..<images).flatMap { image in (0..<windows.count).map { Place(image, $0) } }
    return stride(from: 0, to: places.count, by: largestBatch).map { start in
      Array(places[start..<min(start + largestBatch, places.count)])
    }
  }

  private func cut(_ batch: [Place], _ images: [Tensor]) -> Tensor {
    Tensor(batching: batch.map { windows.window($0.window, of: images[$0.image]) })
  }

  private func add(_ results: Tensor, of batch: [Place], to wholes: inout [Tensor]) {
    for (place, result) in zip(batch, results.samples) {
      windows.addResult(result, ofWindow: place.window, to: &wholes[place.image])
    }
  }
}
