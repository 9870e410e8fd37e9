internal import Foundation

/// The learning rate over the steps of a training run.
///
/// | text | rate at step `s` of `n`, from 0 |
/// |---|---|
/// | `constant` | η |
/// | `cosine`, `cosine:0.05` | up from η/w to η over the first share (warm-up, `w` steps), then `η (1 + cos(π (s − w)/(n − w)))/2` |
/// | `one-cycle`, `one-cycle:0.3` | cosine from η/25 to η over the first share, then cosine to η/250000 |
///
/// Cosine: Loshchilov and Hutter, 2017, arXiv:1608.03983. One cycle: Smith and Topin, 2018, arXiv:1708.07120, as PyTorch's
/// `OneCycleLR` with its usual settings; the momentum is left alone.
public enum RateSchedule: Sendable, Codable, Equatable {
  case constant
  case cosine(warmUpShare: Double)
  case oneCycle(riseShare: Double)

  /// Reads the text of the table.
  public init(parsing text: String) throws(TrainingError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let share = parts.count == 2 ? Double(parts[1]) : nil
    let isReadable = parts.count == 1 || (parts.count == 2 && share.map { (0..<1).contains($0) } == true)
    switch parts[0] {
    case "constant" where parts.count == 1: self = .constant
    case "cosine" where isReadable: self = .cosine(warmUpShare: share ?? 0)
    case "one-cycle" where isReadable: self = .oneCycle(riseShare: share ?? 0.3)
    default:
      throw TrainingError(
        "schedule '\(text)'", "is none", remedy: "write constant, cosine, cosine:SHARE, one-cycle or one-cycle:SHARE")
    }
  }

  /// The rate of one step (from 0) of `total`, where `peak` is η.
  public func rate(atStep step: Int, of total: Int, peak: Double) -> Double {
    switch self {
    case .constant: return peak
    case .cosine(let share):
      let warmUp = Int((share * Double(total)).rounded())
      if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
      let progress = Double(step - warmUp) / Double(max(total - warmUp, 1))
      return peak * (1 + cos(.pi * min(progress, 1))) / 2
    case .oneCycle(let share):
      let top = share * Double(total) - 1
      let last = Double(total - 1)
      if Double(step) <= top { return Self.cosine(from: peak / 25, to: peak, at: top > 0 ? Double(step) / top : 1) }
      let progress = last > top ? (Double(step) - top) / (last - top) : 1
      return Self.cosine(from: peak, to: peak / 25e4, at: min(progress, 1))
    }
  }

  private static func cosine(from start: Double, to end: Double, at share: Double) -> Double {
    end + (start - end) * (1 + cos(.pi * share)) / 2
  }
}

extension RateSchedule: CustomStringConvertible {
  public var description: String {
    switch self {
    case .constant: "constant"
    case .cosine(let share): share == 0 ? "cosine" : "cosine:\(share)"
    case .oneCycle(let share): "one-cycle:\(share)"
    }
  }
}
