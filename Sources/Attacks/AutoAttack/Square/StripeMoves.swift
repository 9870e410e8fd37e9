internal import Tensors

/// Linf: every element stands at one end of its range, the same end within a window and channel.
struct StripeMoves: SquareMoves {
  let set: FeasibleSet
  let canvas: Canvas

  /// Stripes of one column, the same in all rows and frames.
  func start(using stream: inout RandomStream) -> [Float] {
    var point = set.clean
    for channel in 0..<canvas.channels {
      for column in canvas.box.columns {
        var stripe = canvas.box
        stripe.columns = column..<column + 1
        fill(&point, stripe, channel, sign: stream.nextSign())
      }
    }
    return point
  }

  func moved(_ point: [Float], share: Double, using stream: inout RandomStream) -> [Float] {
    var next = point
    let window = canvas.window(canvas.extents(share: share, isOdd: false), using: &stream)
    for channel in 0..<canvas.channels { fill(&next, window, channel, sign: stream.nextSign()) }
    return next
  }

  /// Outside the region both ends are the clean value.
  private func fill(_ point: inout [Float], _ window: Canvas.Window, _ channel: Int, sign: Float) {
    for index in canvas.indices(of: window, channel: channel) {
      point[index] = sign > 0 ? set.upper[index] : set.lower[index]
    }
  }
}
