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

extension Duration {
  fileprivate static func / (left: Duration, right: Duration) -> Double {
    let (a, b) = (left.components, right.components)
    return (Double(a.seconds) + Double(a.attoseconds) * 1e-18) / (Double(b.seconds) + Double(b.attoseconds) * 1e-18)
  }
}
