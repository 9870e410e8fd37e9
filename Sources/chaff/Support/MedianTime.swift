/// How long something takes.
enum MedianTime {
  /// The median of some repetitions, after two that do not count; what is prepared before each does not count either.
  static func milliseconds(
    _ repeats: Int, _ body: () throws -> Void, before prepare: () -> Void = {}
  ) throws -> Double {
    var times: [Double] = []
    for repetition in -2..<repeats {
      prepare()
      let begin = ContinuousClock.now
      try body()
      let time = (ContinuousClock.now - begin) / .milliseconds(1)
      if repetition >= 0 { times.append(time) }
    }
    return times.sorted()[repeats / 2]
  }
}
