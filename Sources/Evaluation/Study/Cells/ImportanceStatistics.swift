internal import Explanations
internal import Tensors

/// Gathers, recording by recording, how perturbation and importance are spread over the frames.
struct ImportanceStatistics {
  private let topShare: Double
  private var correlations: [Double] = []
  private var topShares: [Double] = []
  private var randomShares: [Double] = []
  private var paddingBefore: [Double] = []
  private var paddingAfter: [Double] = []
  private var curves: [(perturbation: [Double], importance: [Double], kinds: [FrameKind])] = []

  init(topShare: Double) { self.topShare = topShare }

  mutating func add(
    perturbation: [Double], before: [Double], after: [Double], kinds: [FrameKind], isInRegion: [Bool]
  ) {
    guard before.count == perturbation.count, isInRegion.count == perturbation.count else { return }
    let frames = isInRegion.indices.filter { isInRegion[$0] }
    let energy = frames.map { perturbation[$0] * perturbation[$0] }
    let total = energy.reduce(0, +)
    guard frames.count >= 3, total > 0 else { return }
    let importance = frames.map { before[$0] }
    if let correlation = RankCorrelation.spearman(frames.map { perturbation[$0] }, importance) {
      correlations.append(correlation)
    }
    let count = max(1, Int((topShare * Double(frames.count)).rounded()))
    let top = importance.indices.sorted {
      importance[$0] > importance[$1] || importance[$0] == importance[$1] && $0 < $1
    }
    .prefix(count)
    topShares.append(top.reduce(0) { $0 + energy[$1] } / total)
    randomShares.append(Double(count) / Double(frames.count))
    if kinds.contains(.padding) {
      paddingBefore.append(Self.share(of: before, kinds))
      paddingAfter.append(Self.share(of: after, kinds))
    }
    curves.append((Self.scaled(perturbation), Self.scaled(before), kinds))
  }

  func row(victim: String, region: String, attack: String) -> ImportanceRow {
    var row = ImportanceRow(
      victim: victim, region: region, attack: attack, recordings: curves.count, topShare: topShare)
    row.rankCorrelation = Quartiles(of: correlations)
    row.positive = Proportion(correlations.count { $0 > 0 }, of: correlations.count)
    row.energyInTopFrames = Quartiles(of: topShares)
    row.energyInRandomFrames = Quartiles(of: randomShares)
    row.paddingImportanceBefore = Self.mean(paddingBefore)
    row.paddingImportanceAfter = Self.mean(paddingAfter)
    row.meanPerturbation = mean(curves.map(\.perturbation))
    row.meanImportance = mean(curves.map(\.importance))
    row.actionShare = mean(curves.map { $0.kinds.map { $0 == .action ? 1 : 0 } })
    row.paddingShare = mean(curves.map { $0.kinds.map { $0 == .padding ? 1 : 0 } })
    return row
  }

  private static func share(of importance: [Double], _ kinds: [FrameKind]) -> Double {
    let total = importance.reduce(0, +)
    guard total > 0, importance.count == kinds.count else { return .nan }
    return zip(importance, kinds).reduce(0) { $0 + ($1.1 == .padding ? $1.0 : 0) } / total
  }

  private static func scaled(_ curve: [Double]) -> [Double] {
    let total = curve.reduce(0, +)
    return total > 0 ? curve.map { $0 / total } : curve
  }

  private static func mean(_ values: [Double]) -> Double {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0, +) / Double(finite.count)
  }

  private func mean(_ curves: [[Double]]) -> [Double] {
    guard let first = curves.first else { return [] }
    return first.indices.map { frame in
      curves.reduce(0) { $0 + ($1.indices.contains(frame) ? $1[frame] : 0) } / Double(curves.count)
    }
  }
}
