internal import Tensors

/// What the axes of an array are: as told, or as its extents suggest.
struct ArrayAxes: Equatable {
  let axes: [Axis]
  let isTold: Bool

  static let maps: Set<Axis> = [.channel, .time, .range, .doppler]
  static let samples: Set<Axis> = [.time, .receiver, .chirp, .sample]

  /// Whether the array holds samples of a converter rather than maps.
  var areRaw: Bool { axes.contains { $0 == .receiver || $0 == .chirp || $0 == .sample } }

  /// - Throws: ``RadarError`` for axes that do not fit the shape, or a shape from which they cannot be told.
  init(told: [Axis]?, shape: [Int], of path: String) throws(RadarError) {
    guard let told else {
      axes = try Self.found(shape, path)
      isTold = false
      return
    }
    let text = AxisOrder.text(told)
    guard told.count == shape.count else {
      throw RadarError(
        path, "the array has shape \(shape), but \(told.count) axes are named: \(text)",
        remedy: "name each axis of the array")
    }
    let known = Set(told).isSubset(of: Self.maps) || Set(told).isSubset(of: Self.samples)
    guard known, Set(told).count == told.count else {
      throw RadarError(
        path, "\(text) are no axes of a recording",
        remedy:
          "name each once: of channel, time, range, doppler for maps, of time, receiver, chirp, sample for raw samples")
    }
    axes = told
    isTold = true
  }

  /// Three axes are time, range and Doppler; of four, the one that is much the shortest is the channel.
  private static func found(_ shape: [Int], _ path: String) throws(RadarError) -> [Axis] {
    switch shape.count {
    case 3: return image(shape)
    case 4:
      let channel = shape.indices.min { shape[$0] < shape[$1] } ?? 0
      var rest = shape
      rest.remove(at: channel)
      guard shape[channel] <= 4, let next = rest.min(), next > shape[channel] else { break }
      var axes = image(rest)
      axes.insert(.channel, at: channel)
      return axes
    default: break
    }
    throw RadarError(
      path, "which axes the array \(shape) has cannot be told from its extents",
      remedy: "name them in order, such as --array-axes time,channel,range,doppler")
  }

  /// Square maps side by side tell where time is; else it comes first, as in most files.
  private static func image(_ shape: [Int]) -> [Axis] {
    shape[0] == shape[1] && shape[1] != shape[2] ? [.range, .doppler, .time] : [.time, .range, .doppler]
  }

  var note: String {
    let list = axes.map(\.rawValue).joined(separator: ", ")
    return isTold
      ? "axes \(list) as told, not found in the file"
      : "axes \(list) concluded from the extents; name them with --array-axes if that is wrong"
  }
}
