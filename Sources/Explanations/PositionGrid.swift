internal import Tensors

/// The input's axes without channels, and how a layer's positions are laid over them.
struct PositionGrid {
  let axes: [Axis]
  let shape: [Int]

  init(inputShape: [Int], axes: [Axis]) {
    let kept = axes.indices.filter { axes[$0] != .channel }
    self.axes = kept.map { axes[$0] }
    self.shape = kept.map { inputShape[$0] }
  }

  /// Lays a map of shape `[A] + positions` over the grid.
  func map(from sum: Tensor, layer: String) throws -> Tensor {
    let positions = Array(sum.shape.dropFirst())
    let aligned = try aligned(positions: positions, leading: sum.shape[0], layer: layer)
    return LinearResize.resized(sum.reshaped(aligned), to: shape)
  }

  /// The map's extents, one for each axis of the grid; 1 where the layer does not tell positions along it apart.
  private func aligned(positions: [Int], leading: Int, layer: String) throws -> [Int] {
    let time = axes.firstIndex(of: .time)
    if leading == 1, positions.count == shape.count { return positions }
    if leading > 1, positions.count == shape.count - 1, time == 0 { return [leading] + positions }
    if let time, let onlyTime = timeOnly(positions, leading) {
      return shape.indices.map { $0 == time ? onlyTime : 1 }
    }
    if leading == 1, time == 0, positions.count == shape.count - 1 { return [1] + positions }
    throw ExplanationError(
      "layer \(layer) has \(positions.isEmpty ? "no positions" : "positions \(positions)") "
        + "(leading extent \(leading)), which do not match the input's \(axes.map(\.rawValue).joined(separator: ", ")); "
        + "choose a layer that keeps them")
  }

  /// The number of moments of a layer that knows time and nothing else.
  private func timeOnly(_ positions: [Int], _ leading: Int) -> Int? {
    if positions.isEmpty { return leading > 1 ? leading : nil }
    return leading == 1 && positions.count == 1 && shape.count > 1 ? positions[0] : nil
  }
}
