/// Where a value lies on the drawing: linear from `domain` to `start`…`end`, which may run downwards.
struct LinearScale {
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double

  func position(of value: Double) -> Double {
    let span = domain.upperBound - domain.lowerBound
    guard span > 0 else { return (start + end) / 2 }
    return start + (value - domain.lowerBound) / span * (end - start)
  }
}

/// Numbers of SVG attributes: two decimals, always with a point.
enum Coordinate {
  static func text(_ value: Double) -> String {
    let hundredths = Int64((value * 100).rounded())
    let fraction = hundredths.magnitude % 100
    let whole = "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100)"
    guard fraction != 0 else { return whole }
    return whole + "." + (fraction < 10 ? "0" : "") + (fraction % 10 == 0 ? "\(fraction / 10)" : "\(fraction)")
  }
}
