internal import Tensors

/// Changes of sequences; frame kinds follow the frames.
extension Example {
  /// Positive: later.
  mutating func shiftTime(by frames: Int, repeatsEdge: Bool, _ layout: ExampleLayout) {
    guard let axis = layout.position(of: .time), frames != 0 else { return }
    let extent = layout.shape[axis]
    let sources = (0..<extent).map { $0 - frames }
    let inside = sources.map { (0..<extent).contains($0) }
    let filled = sources.map { source -> Int? in
      if (0..<extent).contains(source) { return source }
      return repeatsEdge ? min(max(source, 0), extent - 1) : nil
    }
    input = input.gathering(filled, along: axis)
    if let kinds = frameKinds { frameKinds = zip(sources, inside).map { $1 ? kinds[$0] : .padding } }
  }

  /// Keeps a run of frames that holds every action frame, moves it to the beginning, and fills up with zeros.
  mutating func cropTime(_ largestShare: Double, _ layout: ExampleLayout, using stream: inout RandomStream) {
    let (amount, place) = (Double(stream.nextUniform()), Double(stream.nextUniform()))
    guard let axis = layout.position(of: .time) else { return }
    let extent = layout.shape[axis]
    let kinds = frameKinds ?? []
    let action = kinds.firstIndex(of: .action).flatMap { first in kinds.lastIndex(of: .action).map { first...$0 } }
    let wanted = extent - Int((amount * largestShare * Double(extent)).rounded())
    let length = max(wanted, action?.count ?? 1)
    let earliest = max(0, (action?.upperBound ?? 0) + 1 - length)
    let latest = min(extent - length, action?.lowerBound ?? extent - length)
    guard length < extent, earliest <= latest else { return }
    let start = earliest + min(Int(place * Double(latest - earliest + 1)), latest - earliest)
    input = input.gathering((0..<extent).map { $0 < length ? $0 + start : nil }, along: axis)
    if frameKinds != nil { frameKinds = (0..<extent).map { $0 < length ? kinds[$0 + start] : .padding } }
  }

  /// Each frame but the first is lost with probability `share`; what a display would go on showing takes its place.
  mutating func dropFrames(_ share: Float, _ layout: ExampleLayout, using stream: inout RandomStream) {
    guard let axis = layout.position(of: .time) else { return }
    var (sources, last): ([Int?], Int) = ([], 0)
    for frame in 0..<layout.shape[axis] {
      let isLost = stream.nextUniform() < share
      // What frames are stays as it was, and padding neither is lost nor comes up between recorded frames.
      if frame == 0 || !isLost || frameKinds.map({ ($0[frame] == .padding) != ($0[last] == .padding) }) == true {
        last = frame
      }
      sources.append(last)
    }
    input = input.gathering(sources, along: axis)
  }

  mutating func shiftRange(by bins: Int, _ layout: ExampleLayout) {
    guard let axis = layout.position(of: .range), bins != 0 else { return }
    let extent = layout.shape[axis]
    input = input.gathering((0..<extent).map { (0..<extent).contains($0 - bins) ? $0 - bins : nil }, along: axis)
  }

  /// Raises every value of a frame that is not padding by a uniform amount up to `level`.
  mutating func addNoise(_ level: Float, _ layout: ExampleLayout, using stream: inout RandomStream) {
    let time = layout.position(of: .time)
    let isRecorded = time == nil ? nil : frameKinds.map { $0.map { $0 != .padding } }
    let inner = Array(layout.shape[((time ?? -1) + 1)...]).product
    let extent = time.map { layout.shape[$0] } ?? 1
    var generator = stream
    input.withUnsafeMutableScalars { scalars in
      for block in 0..<scalars.count / max(inner, 1) where isRecorded?[block % extent] ?? true {
        for index in block * inner..<(block + 1) * inner { scalars[index] += level * generator.nextUniform() }
      }
    }
    stream = generator
  }
}
