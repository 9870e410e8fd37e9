public import ArgumentParser
public import Attacks
import Tensors

/// The attack on a classifier, by its name in the catalogue, and how it is set.
struct AttackOptions: ParsableArguments {
  @Option(help: "The attack, by name; 'chaff attacks' lists all of them with their settings.") var attack = "pgd"
  @Option(help: "How the perturbation is measured: linf, l2, l1 or l0; by default the attack's usual norm.")
  var norm: Norm?
  @Option(
    help: """
      The largest norm of the perturbation, in the model's input units; 8/255 is a number. For attacks that look for the \
      smallest perturbation: the largest that counts as a success; by default any.
      """)
  var size: NumberText?
  @Option(help: "Steps; by default the attack's own number.") var steps: Int?
  @Option(name: .customLong("step-size"), help: "Length of a step; by default the attack's own.")
  var stepSize: NumberText?
  @Option(help: "Searches from other starts; the best attempt counts.") var restarts: Int?
  @Option(help: "The most points of one sample that the model is asked about, for attacks that only ask.")
  var queries: Int?
  @Option(help: "Loss: \(ClassificationLoss.allCases.map(\.rawValue).joined(separator: ", ")).")
  var loss: ClassificationLoss?
  @Option(help: "Reach this class (name or number) rather than any wrong one.") var target: String?
  @Option(help: "By how much the wanted logit must lead, for attacks that can be told.") var confidence: NumberText?
  @Option(
    name: .customLong("set"),
    help: "A setting of the attack itself, repeated as needed: --set classes=5 --set share=0.1.")
  var changes: [String] = []

  func validate() throws {
    for change in changes where Self.parsed(change) == nil {
      throw ValidationError("--set takes NAME=NUMBER, is '\(change)'")
    }
    if let steps, !(1...1_000_000).contains(steps) { throw ValidationError("--steps must be at least 1, is \(steps)") }
    if let restarts, !(1...10_000).contains(restarts) {
      throw ValidationError("--restarts must be at least 1, is \(restarts)")
    }
    if let queries, !(1...100_000_000).contains(queries) {
      throw ValidationError("--queries must be at least 1, is \(queries)")
    }
    do { _ = try attack(request(within: 0...1, axes: [], seed: 0)) } catch let error as AttackError {
      throw ValidationError("--attack \(attack): " + error.complaints.joined(separator: "; "))
    } catch { throw ValidationError("--attack: \(error)") }
  }

  var entry: AttackEntry { get throws { try AttackCatalogue.entry(named: attack) } }

  func request(within bounds: ClosedRange<Float>, axes: [Axis], seed: UInt64) -> AttackRequest {
    AttackRequest(
      bounds: bounds, norm: norm, size: size?.value, steps: steps, stepSize: stepSize?.value, restarts: restarts,
      queries: queries, loss: loss, confidence: confidence?.value, seed: seed, axes: axes,
      options: Dictionary(changes.compactMap(Self.parsed)) { _, last in last })
  }

  func attack(_ request: AttackRequest) throws -> any SampleAttack { try entry.attack(request) }

  /// What a record's audit holds the answer to.
  func budget(_ request: AttackRequest, elements: Int) throws -> Budget {
    try entry.budget(of: request, elementCount: elements)
  }

  /// A setting of its own, from NAME=NUMBER.
  static func parsed(_ change: String) -> (String, Double)? {
    let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let value = NumberText(parts[1])?.exactValue else { return nil }
    return (parts[0], value)
  }

  /// A size that limits nothing is seldom meant: 8 where 8/255 was.
  func sizeCaveat(within bounds: ClosedRange<Float>) -> String? {
    let width = bounds.upperBound - bounds.lowerBound
    guard let size, (try? entry)?.norm(of: request(within: bounds, axes: [], seed: 0)) == .linf, size.value >= width
    else { return nil }
    return "The size \(size.text) is as large as the whole range of input values "
      + "(\(bounds.lowerBound) to \(bounds.upperBound)): it limits nothing. Levels of 8-bit values are written as 8/255."
  }
}

extension Norm: ExpressibleByArgument {}

extension PixelLoss: ExpressibleByArgument {}

extension NumberText: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
