internal import Attacks
internal import Tensors

/// A run that does not fit its folder or its victim: said before anything is attacked.
public struct RunFitError: Error, Equatable, CustomStringConvertible {
  public let complaint: String
  public var description: String { complaint }
}

enum RunFit {
  static func check(
    _ plan: RunDescription, ids: [String], attacks: [String], axes: [Axis], victim: any Victim
  ) throws(RunFitError) {
    if ids != plan.samples {
      let first = zip(ids, plan.samples).first { $0 != $1 }
      let detail = first.map { "'\($0.1)' is now '\($0.0)'" } ?? "\(plan.samples.count) samples are now \(ids.count)"
      throw RunFitError(complaint: "the data is not what the run began with: \(detail); restore it or start a new run")
    }
    if Set(ids).count != ids.count {
      throw RunFitError(complaint: "two samples have the same id; rename one of the files")
    }
    if attacks != plan.attacks {
      throw RunFitError(complaint: "the run was planned with the attacks \(plan.attacks), not \(attacks)")
    }
    if !axes.isEmpty, axes.count != victim.inputShape.count {
      throw RunFitError(
        complaint: "\(axes.count) axes are named (\(axes)), but the model's input \(victim.inputShape) has "
          + "\(victim.inputShape.count); name every axis but the batch")
    }
  }
}
