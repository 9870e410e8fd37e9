/// Which classes to lead a sample to, one after the other.
struct TargetClasses {
  /// The most likely first; one aim alone where the problem names its target.
  let aims: [ClassAim]

  /// - Parameters:
  ///   - aim: the problem's.
  ///   - logits: the victim's, at the clean input; without a true class given, the one they predict takes its place.
  init(aim: ClassAim, logits: [Float]) {
    let label = aim.label ?? Prediction.classIndex(of: logits)
    switch aim.goal {
    case .targeted(let target):
      aims = [ClassAim(goal: aim.goal, label: label == target ? nil : label)]
    case .untargeted(let label):
      // Logits that are not numbers come last: a sort needs an order.
      let sizes = logits.map { $0.isNaN ? -.infinity : $0 }
      let others = logits.indices.filter { $0 != label }.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
      aims = others.map { ClassAim(goal: .targeted(class: $0), label: label) }
    }
  }
}
