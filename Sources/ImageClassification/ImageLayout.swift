internal import Radar
public import Tensors

/// Where channels, rows and columns are in a network's input, and how an image gets there.
///
/// | axes | image | input |
/// |---|---|---|
/// | channel, height, width | `[C, H, W]` | `[C, H, W]` |
/// | height, width, channel | `[C, H, W]` | `[H, W, C]` |
/// | height, width | `[1, H, W]` | `[H, W]` |
public struct ImageLayout: Equatable, Sendable {
  public static let imageAxes: [Axis] = [.channel, .height, .width]

  public let axes: [Axis]
  public let shape: [Int]
  /// The axes were not stated and were concluded from the shape.
  public let isAssumed: Bool

  /// Nil for an input that is no image.
  ///
  /// - Parameters:
  ///   - shape: of one input, without the batch.
  ///   - axes: what they are; nil to conclude it: three axes are channel, height, width, unless only the last can be the
  ///     channels; two are height and width.
  public init?(shape: [Int], axes: [Axis]?) {
    guard let known = axes ?? Self.usual(shape), known.count == shape.count else { return nil }
    let names = Set(known)
    guard names.count == known.count, names.isSubset(of: Self.imageAxes), names.isSuperset(of: [.height, .width]) else {
      return nil
    }
    (self.axes, self.shape, isAssumed) = (known, shape, axes == nil)
  }

  private static func usual(_ shape: [Int]) -> [Axis]? {
    let counts: Set<Int> = [1, 3]
    switch shape.count {
    case 2: return [.height, .width]
    case 3 where !counts.contains(shape[0]) && counts.contains(shape[2]): return [.height, .width, .channel]
    case 3: return imageAxes
    default: return nil
    }
  }

  public var channels: Int { extent(of: .channel) }
  public var height: Int { extent(of: .height) }
  public var width: Int { extent(of: .width) }

  private func extent(of axis: Axis) -> Int { axes.firstIndex(of: axis).map { shape[$0] } ?? 1 }

  /// The input that an image `[C, H, W]` makes.
  public func input(from image: Tensor) throws -> Tensor {
    try AxisOrder(Self.imageAxes, of: "the image").arranged(image, as: axes)
  }

  /// The image `[C, H, W]` in an input.
  public func image(in input: Tensor) throws -> Tensor {
    try AxisOrder(axes, of: "the input").arranged(input, as: Self.imageAxes)
  }
}
