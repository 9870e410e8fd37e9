public import Tensors

extension Mask {
  /// The pixels of all objects, in every channel, as the place where a perturbation may go.
  ///
  /// | | shape |
  /// |---|---|
  /// | mask | H × W |
  /// | region | [channels, H, W] |
  public func objectRegion(channels: Int, name: String) -> Region {
    let plane = classes.map { $0 > 0 }
    let allowed = (0..<channels).flatMap { _ in plane }
    return Region(shape: [channels, height, width], allowed: allowed, name: name)
  }
}
