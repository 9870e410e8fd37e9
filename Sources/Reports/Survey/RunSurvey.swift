import Evaluation

/// The first pass over the records: one bounded survey per attack, and the first errors.
struct RunSurvey {
  private(set) var attacks: [AttackSurvey] = []
  /// The first samples that could not be attacked.
  private(set) var errors: [(sample: String, attack: String, message: String)] = []
  private(set) var recordCount = 0

  static let errorLimit = 20

  /// Lines of the journal that could not be read.
  private(set) var unreadableCount = 0

  init(of records: any RecordReading) throws {
    unreadableCount = try records.forEachRecord { add($0) }
  }

  func attack(_ name: String) -> AttackSurvey? { attacks.first { $0.reference.name == name } }

  private mutating func add(_ record: ReportRecord) {
    recordCount += 1
    if record.status == .error, errors.count < RunSurvey.errorLimit {
      errors.append((record.sample.id, record.attack.name, record.message ?? "no message was recorded"))
    }
    if let known = attacks.firstIndex(where: { $0.reference.name == record.attack.name }) {
      attacks[known].add(record)
    } else {
      var survey = AttackSurvey(record.attack)
      survey.add(record)
      attacks.append(survey)
    }
  }
}
