import ArgumentParser
import Attacks

struct AttacksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attacks", abstract: "The attacks: what they do, what they need, what can be set.",
    discussion: """
      Examples:
        chaff attacks
        chaff attacks fmn
        chaff attacks --segmentation
        chaff attacks segpgd --segmentation
      """)

  @Argument(help: "One attack, with its settings and its source.") var name: String?
  @Flag(help: "The attacks on segmentation networks rather than those on classifiers.") var segmentation = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    do { _ = try facts } catch let error as UnknownAttack {
      let isElsewhere = (try? facts(inSegmentation: !segmentation)) != nil
      let hint = segmentation ? "leave out --segmentation" : "add --segmentation"
      throw ValidationError(isElsewhere ? "\(error.name) is in the other list: \(hint)" : "\(error)")
    }
  }

  func run() throws {
    let facts = try facts
    if json { return Console.print(try JSONText.of(facts)) }
    Console.print(name == nil ? AttackFacts.table(facts) : facts.map(\.text).joined(separator: "\n"))
  }

  private var facts: [AttackFacts] { get throws { try facts(inSegmentation: segmentation) } }

  private func facts(inSegmentation isSegmentation: Bool) throws(UnknownAttack) -> [AttackFacts] {
    guard let name else {
      return isSegmentation
        ? MaskAttackCatalogue.entries.map { AttackFacts($0) } : AttackCatalogue.entries.map { AttackFacts($0) }
    }
    return isSegmentation
      ? [AttackFacts(try MaskAttackCatalogue.entry(named: name))]
      : [AttackFacts(try AttackCatalogue.entry(named: name))]
  }
}
