/// How stored numbers become measured values, in words.
package enum Rescaling {
  /// "values are 0.5 · stored − 100.25 HU"; nil where they are the stored ones.
  package static func note(slope: Double, intercept: Double, unit: String? = nil) -> String? {
    guard slope != 1 || intercept != 0 else { return nil }
    let factor = slope == 1 ? "" : "\(text(slope)) · "
    let offset = intercept == 0 ? "" : " \(intercept < 0 ? "−" : "+") \(text(abs(intercept)))"
    return "values are \(factor)stored\(offset)\(unit.map { " \($0)" } ?? "")"
  }

  private static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
