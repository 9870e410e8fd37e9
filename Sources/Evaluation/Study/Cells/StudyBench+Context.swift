internal import Attacks
internal import Tensors

extension StudyBench {
  /// One line of the context experiment.
  func context(_ subject: StudySubject, _ region: ContextRegion, size: Float) throws -> ContextRow? {
    var framing = settings.framing
    if region == .paddingAfterCrop { framing.cropsToAction = true }
    let places = places(.context)
    let attack = settings.sweep.attack(size: size, bounds: settings.bounds)
    let attempts = try attempts(on: subject, framing, at: places) { recording in
      frames(recording, name: region.rawValue, where: region.includes)
    }
    guard let attacked = try attacked(attempts, on: subject, by: attack, budget: attack.settings.budget) else {
      return nil
    }
    return ContextRow(
      victim: subject.name, region: region, norm: settings.sweep.norm.rawValue, size: Double(size),
      cleanAccuracy: try accuracy(subject, framing, at: places),
      frameShare: Self.meanShare(attempts.map(\.recording), where: region.includes),
      measure: StudyMeasure(of: attacked))
  }
}

extension ContextRegion {
  func includes(_ kind: FrameKind) -> Bool {
    switch self {
    case .paddingAfterCrop: kind == .padding
    case .idleFrames: kind == .idle
    case .everythingButAction: kind != .action
    case .actionFrames: kind == .action
    case .allFrames: true
    }
  }
}
