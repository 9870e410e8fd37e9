import ArgumentParser
import Attacks
import Engine
import Foundation
import Tensors
import Victims

/// Milliseconds of passes over what changes with a region, beside those of full passes through the same victim.
struct ConeTiming: Encodable, CustomStringConvertible {
  let region: String
  /// The positions that the cone is cut for, of which axis of the input; nil where full passes are as good.
  let axis: Int?
  let positions: [Int]?
  // swift-format-ignore: AlwaysUseLowerCamelCase
  let keep_ms: Double, forward_ms: Double, gradient_ms: Double, full_forward_ms: Double, full_gradient_ms: Double

  /// Times a region as `--region` names it; the axes are those of the card or of `--axes`.
  init(
    of loaded: LoadedModel, at input: Tensor, region text: String, _ precision: Precision, _ repeats: Int,
    recomputes: Bool
  ) throws {
    guard let axes = loaded.card.axes else {
      throw ValidationError("--region needs the axes of the model's input: give --axes, or a victim card")
    }
    let victim = try loaded.victim(largestBatch: input.batchCount, recomputes: recomputes).searched(in: precision)
    let resolving = try RegionResolving(text, seed: 0)
    let samples = input.samples
    let found = try resolving.region(shape: loaded.inputShape, axes: axes, clean: samples[0], sample: "")
    let fixed = try samples.compactMap { try victim.fixedPart(of: $0, outside: found) }
    let isCut = !fixed.isEmpty
    (region, axis, positions) = (
      text, fixed.first?.axis, fixed.first.map { [$0.positions.lowerBound, $0.positions.upperBound] }
    )
    keep_ms = try isCut ? Self.keeping(of: samples[0], outside: found, by: victim, repeats) : 0
    full_forward_ms = try MedianTime.milliseconds(repeats) { _ = try victim.logits(of: input) }
    full_gradient_ms = try MedianTime.milliseconds(repeats) {
      _ = try victim.logitsAndGradient(at: input) { $0.map { 2 * $0 } }
    }
    guard isCut else {
      (forward_ms, gradient_ms) = (full_forward_ms, full_gradient_ms)
      return
    }
    forward_ms = try MedianTime.milliseconds(repeats) { _ = try victim.logits(of: input, beside: fixed) }
    gradient_ms = try MedianTime.milliseconds(repeats) {
      _ = try victim.logitsAndGradient(at: input, beside: fixed) { logits, _ in logits.map { 2 * $0 } }
    }
  }

  /// Of a new sample each time: what was kept of one is not computed again.
  private static func keeping(
    of sample: Tensor, outside region: Region, by victim: ModelVictim, _ repeats: Int
  ) throws -> Double {
    var (shift, current): (Float, Tensor) = (0, sample)
    return try MedianTime.milliseconds(repeats) {
      _ = try victim.fixedPart(of: current, outside: region)
    } before: {
      shift += 1
      current = sample.map { $0 + shift }
    }
  }

  var description: String {
    guard let positions, let axis else { return "\(region): full passes are as good" }
    return String(
      format: "%@ (positions %d to %d of axis %d): forward %.2f of %.2f ms (%.0f %%), forward and gradient %.2f of "
        + "%.2f ms (%.0f %%); %.2f ms once a sample", region, positions[0], positions[1] - 1, axis, forward_ms,
      full_forward_ms, 100 * forward_ms / full_forward_ms, gradient_ms, full_gradient_ms,
      100 * gradient_ms / full_gradient_ms, keep_ms)
  }
}
