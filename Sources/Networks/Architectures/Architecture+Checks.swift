/// What every body asks of its settings before it builds anything.
extension Architecture {
  func check(_ holds: Bool, _ what: @autoclosure () -> String, hint: String) throws(NetworkError) {
    guard holds else { throw NetworkError("\(Self.identifier): \(what())", hint: hint) }
  }

  /// - Parameter rank: of one sample, the channels included.
  func check(rank: Int, classes: Int) throws(NetworkError) {
    try check(
      inputShape.count == rank,
      "takes samples [\(inputAxes.map(\.rawValue).joined(separator: ", "))], not \(inputShape)",
      hint: "give the extent of each axis")
    try check(classes > 0, "\(classes) classes", hint: "take at least one")
  }
}
