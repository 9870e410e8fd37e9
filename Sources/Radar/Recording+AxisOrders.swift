public import Tensors

extension Recording {
  /// The orders of axes in which recordings like this one could be what a model takes, whatever its frame count.
  ///
  /// Each axis of `shape` (without the batch) is one of channel, time, range and doppler; extents other than the frame
  /// count must agree, and an axis of extent 1 may be left out, though not time. Where range and doppler have the same
  /// extent there are at least two orders: which one is meant must be stated.
  public func axisOrders(fitting shape: [Int]) -> [[Axis]] {
    var orders: [[Axis]] = [[]]
    for extent in shape {
      orders = orders.flatMap { order in
        Self.axes.indices.filter { !order.contains(Self.axes[$0]) && fits(extent, axis: $0) }.map {
          order + [Self.axes[$0]]
        }
      }
    }
    return orders.filter { order in
      Self.axes.indices.allSatisfy {
        order.contains(Self.axes[$0]) || (Self.axes[$0] != .time && frames.shape[$0] == 1)
      }
    }
  }

  private func fits(_ extent: Int, axis: Int) -> Bool { Self.axes[axis] == .time || frames.shape[axis] == extent }
}
