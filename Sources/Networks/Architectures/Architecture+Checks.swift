internal import Tensors

/// What every body asks of its settings before it builds anything.
extension Architecture {
  func check(_ holds: Bool, _ what: @autoclosure () -> String, hint: String) throws(NetworkError) {
    guard holds else { throw NetworkError("\(Self.identifier): \(what())", hint: hint) }
  }

  /// Checks the number of axes of a sample, the channels included, and the number of classes.
  func checkSample(rank: Int, classes: Int) throws(NetworkError) {
    try check(
      inputShape.count == rank,
      "takes samples [\(inputAxes.map(\.rawValue).joined(separator: ", "))], not \(inputShape)",
      hint: "give the extent of each axis")
    try check(
      Int32(exactly: classes) != nil && classes > 0, "\(classes) classes",
      hint: "take at least one, and no absurd number")
  }

  /// Checks that every number of a list is a positive and sensible extent, and that there is at least one.
  func checkExtents(_ name: String, _ list: [Int]) throws(NetworkError) {
    try check(
      !list.isEmpty && list.allSatisfy { (1...largestExtent).contains($0) }, "\(name) \(list)",
      hint: "give at least one number, each from 1 to \(largestExtent)")
  }
}

/// No width, kernel or pooling of a sensible network is larger; arithmetic on a few of them cannot overflow.
private let largestExtent = 65_536
