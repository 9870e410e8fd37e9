import Evaluation

extension StudyFile {
  /// The same study in a minute: a few recordings, one padding mode, few steps; for a first look, not for numbers.
  var quick: StudyFile {
    var quick = self
    quick.title += " (quick)"
    quick.recordings = min(recordings ?? 14, 14)
    quick.paddingModes = Array(paddingModes.prefix(1))
    quick.paddingShares = [paddingShares.max() ?? 0.5]
    quick.paddingSizes = [paddingSizes?.max() ?? size]
    quick.contextSizes = [contextSizes?.max() ?? size]
    quick.contextRegions = contextRegions.filter { $0 == .paddingAfterCrop || $0 == .idleFrames }
    quick.restrictions = Array(restrictions.prefix(3))
    quick.goals = Array(goals.prefix(1))
    quick.sweep.steps = min(sweep.steps, 10)
    quick.attacks = attacks.map { attack in
      var attack = attack
      attack.steps = min(attack.steps, attack.method == .cw ? 30 : 10)
      attack.searches = min(attack.searches, 3)
      return attack
    }
    quick.limits = [.transfer: 7]
    quick.examples = min(examples, 1)
    return quick
  }
}
