/// How long something takes.
enum MedianTime {
  /// The median of some repetitions, after two that do not count.
  static func milliseconds(_ repeats: Int, _ body: () throws -> Void) throws -> Double {
    try body()
    try body()
    var times: [Double] = []
    for _ in 0..<repeats {
      let begin = ContinuousClock.now
      try body()
      times.append((ContinuousClock.now - begin) / .milliseconds(1))
    }
    return times.sorted()[repeats / 2]
  }
}
