internal import Attacks
internal import Tensors

extension StudyBench {
  /// One point of a padding curve.
  func padding(
    _ subject: StudySubject, _ mode: PaddingMode, share: Double, size: Float
  ) throws -> PaddingPoint? {
    var framing = settings.framing
    framing.padding = mode
    framing.paddingShare = share
    let places = places(.padding)
    let attack = settings.sweep.attack(size: size, bounds: settings.bounds)
    let attempts = try attempts(on: subject, framing, at: places, region: paddingFrames)
    guard let attacked = try attacked(attempts, on: subject, by: attack, budget: attack.settings.budget) else {
      return nil
    }
    let clean = try accuracy(subject, framing, at: places)
    let all = try recordings(framing)
    let measure = StudyMeasure(of: attacked)
    return PaddingPoint(
      victim: subject.name, mode: mode, wantedShare: share,
      meanShare: Self.meanShare(places.map { all[$0] }) { $0 == .padding }, norm: settings.sweep.norm.rawValue,
      size: Double(size), cleanAccuracy: clean, measure: measure,
      robustAccuracy: Proportion(clean.count - measure.success.count, of: clean.total))
  }
}
