import ArgumentParser
import Attacks
import Evaluation
import Segmentation

/// The attack on a segmentation network, by its name in the catalogue, the mask it is about, and how it is set.
struct MaskAttackOptions: ParsableArguments {
  enum Destroyed: String, CaseIterable, ExpressibleByArgument {
    case truth, prediction

    var goalMask: GoalMask { self == .truth ? .truth : .prediction }
  }

  @Option(help: "The attack, by name; 'chaff attacks --segmentation' lists all of them with their settings.")
  var attack = "asma"
  @Option(help: ArgumentHelp("Mask to draw: \(TargetMask.forms), or none: away from the truth."))
  var target: String?
  @Option(help: "Untargeted, instead of --target: away from the truth, or from the prediction of the clean image.")
  var destroy: Destroyed?
  @Option(
    help: """
      What counts as success, as a share: of the mean IoU with the target (0.99), or pixels:0.99 of the pixels. Untargeted: \
      of what is to be destroyed; 0.9 is a mean IoU of at most 0.1. By default 0.99, untargeted with a fixed size 0.5.
      """)
  var goal: MaskThresholdText?
  @Option(help: "How --size is measured: linf or l2; by default the attack's usual norm.") var norm: Norm?
  @Option(
    help: """
      The largest norm of the perturbation, in the model's input units; 8/255 is a number. For attacks that look for the \
      smallest perturbation: the largest that counts; by default only the bounds limit it.
      """)
  var size: NumberText?
  @Option(
    name: [.customLong("steps"), .customLong("iterations")], help: "Steps; by default the attack's own number.")
  var steps: Int?
  @Option(name: .customLong("step-size"), help: "Length of a step; by default the attack's own.")
  var stepSize: NumberText?
  @Option(help: "Searches from other starts; the best attempt counts.") var restarts: Int?
  @Option(help: "Loss: \(PixelLoss.allCases.map(\.rawValue).joined(separator: ", ")).") var loss: PixelLoss?
  @Option(
    name: .customLong("set"), help: "A setting of the attack itself, repeated as needed: --set shrink=0.")
  var changes: [String] = []
  @OptionGroup(title: "ASMA's own options") var adaptive: AdaptiveMaskOptions

  func validate() throws {
    try checkTarget()
    for change in changes where AttackOptions.parsed(change) == nil {
      throw ValidationError("--set takes NAME=NUMBER, is '\(change)'")
    }
    if let steps, !(1...1_000_000).contains(steps) {
      throw ValidationError("--steps must lie in 1...1000000, are \(steps)")
    }
    if let restarts, !(1...10_000).contains(restarts) {
      throw ValidationError("--restarts must be at least 1, is \(restarts)")
    }
    do { try checkAttack() } catch let error as AttackError {
      throw ValidationError("--attack \(attack): " + error.complaints.joined(separator: "; "))
    } catch let error as UnknownAttack { throw ValidationError("--attack: \(error)") }
  }

  private func checkTarget() throws {
    guard let target else {
      if destroy == nil { throw ValidationError("say what to draw with --target, or what to destroy with --destroy") }
      return
    }
    guard target != "none" else { return }
    if destroy != nil { throw ValidationError("--target \(target) is to be drawn; leave out --destroy") }
    do { _ = try TargetMask(parsing: target) } catch { throw ValidationError("\(error)") }
  }

  private func checkAttack() throws {
    let entry = try entry
    if !entry.aims.contains(goalMask.aim) {
      let others = MaskAttackCatalogue.entries.filter { $0.aims.contains(goalMask.aim) }.map(\.name)
      throw ValidationError(
        "--attack \(entry.name) cannot be untargeted: it draws a --target; the others are "
          + others.joined(separator: ", "))
    }
    if usesAdaptiveOptions {
      guard entry.name == "asma" else {
        throw ValidationError("\(adaptive.given.joined(separator: ", ")): for --attack asma alone; use --set")
      }
      guard changes.isEmpty else {
        throw ValidationError("--set and \(adaptive.given.joined(separator: ", ")) exclude each other")
      }
      if let complaint = adaptive.complaints(size: size, norm: norm).first { throw ValidationError(complaint) }
    }
    _ = try entry.attack(request(within: 0...1, seed: 0))
  }

  var entry: MaskAttackEntry { get throws { try MaskAttackCatalogue.entry(named: attack) } }

  /// Which mask the attack is about.
  var goalMask: GoalMask { destroy?.goalMask ?? (target == "none" ? .truth : .target) }

  /// The mask to draw; nil for an untargeted attack.
  var targetMask: TargetMask? {
    get throws { goalMask == .target ? try target.map { try TargetMask(parsing: $0) } : nil }
  }

  /// Whether ASMA is set by options of its own, which say more than the catalogue's settings.
  var usesAdaptiveOptions: Bool { !adaptive.given.isEmpty }
}
