import Training

/// Class weights as people write them: `even`, `balanced`, or one number a class.
enum ClassWeights {
  /// `balanced` weighs a class by the inverse of its share, so that the mean weight of a sample is 1.
  static func parse(_ text: String, counts: [Int]) throws -> [Double]? {
    switch text {
    case "even": return nil
    case "balanced":
      let total = Double(counts.reduce(0, +))
      return counts.map { $0 == 0 ? 0 : total / (Double(counts.count) * Double($0)) }
    default:
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      let weights = parts.compactMap { NumberText(String($0))?.exactValue }.filter { $0 >= 0 }
      guard weights.count == parts.count, weights.count == counts.count, weights.contains(where: { $0 > 0 }) else {
        throw TrainingError(
          "class weights '\(text)'", "do not fit \(counts.count) classes",
          remedy: "write even, balanced, or one number a class such as 1,2,1,1")
      }
      return weights
    }
  }
}
