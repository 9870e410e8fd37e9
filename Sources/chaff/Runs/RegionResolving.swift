import Foundation
import Images
import Tensors

/// A region in words, made concrete for each sample.
struct RegionResolving {
  private let specification: RegionSpecification
  private let seed: UInt64

  init(_ text: String, seed: UInt64) throws {
    specification = try RegionSpecification(parsing: text)
    self.seed = seed
  }

  /// A sample without a single element in the region gets an empty one: the attack on it fails, which is a result.
  func region(
    shape: [Int], axes: [Axis], frameKinds: [FrameKind]? = nil, clean: Tensor, sample: String, masks: RegionMasks? = nil
  ) throws -> Region {
    let context = RegionContext(
      shape: shape, axes: axes, frameKinds: frameKinds, clean: clean, sample: sample, seed: seed, masks: masks,
      mask: Self.mask)
    do { return try specification.resolved(for: context) } catch  where error.reason == .empty {
      return Region(shape: shape, allowed: [Bool](repeating: false, count: shape.product), name: specification.name)
    }
  }

  /// A mask as .npy or as a picture: anything that is not zero may change.
  static func mask(_ file: String) throws -> Tensor {
    if file.lowercased().hasSuffix(".npy") { return try Tensor(npyContentsOf: file) }
    let picture = try Image(contentsOf: file).tensor(channels: .grey).tensor
    return picture.reshaped(Array(picture.shape.suffix(2)))
  }
}
