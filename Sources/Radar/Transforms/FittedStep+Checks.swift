internal import Tensors

extension FittedStep {
  /// Refuses values that the step is not defined for.
  func check(_ values: Tensor, _ step: ValueStep, of path: String) throws(RadarError) {
    let needsMagnitudes =
      switch self {
      case .log1p, .decibels: true
      default: false
      }
    guard let position = values.firstIndex(where: { !$0.isFinite || (needsMagnitudes && $0 < 0) }) else { return }
    throw Self.refusal(values, position, "'\(step)' is not defined for", of: path)
  }

  static func refusal(_ values: Tensor, _ position: Int, _ complaint: String, of path: String) -> RadarError {
    let place = zip(Recording.axes, values.coordinates(of: position)).map { "\($0) \($1)" }.joined(separator: ", ")
    return RadarError(
      path, "\(complaint) the value \(values.scalars[position]) at \(place)",
      remedy: "use another transform, or repair the recording")
  }
}
