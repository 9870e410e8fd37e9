extension Double {
  /// At most four significant digits, for sentences.
  package var brief: String {
    guard self != 0 else { return "0" }
    guard isFinite else { return "\(self)" }
    guard abs(self) < 1e6, abs(self) >= 1e-4 else { return briefExponential }
    var scale = 1.0
    while (abs(self) * scale).rounded() < 1000 { scale *= 10 }
    let value = (self * scale).rounded() / scale
    return value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  private var briefExponential: String {
    var (mantissa, exponent) = (self, 0)
    while abs(mantissa) >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while abs(mantissa) < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return "\((mantissa * 100).rounded() / 100)e\(exponent)"
  }
}
