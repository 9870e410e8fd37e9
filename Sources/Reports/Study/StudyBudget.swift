/// The budget of a table's rows: said once in the caption where it is the same in all of them, otherwise a column.
struct StudyBudget {
  private let words: [String]

  /// One (norm, size) a row.
  init(_ budgets: [(norm: String, size: Double)]) { words = budgets.map { StudyCells.budget($0.norm, $0.size) } }

  private var isShared: Bool { Set(words).count == 1 }

  /// "; L∞ at most 0.0314 (8/255)", or nothing.
  var caption: String { isShared ? "; \(words[0]) in every row" : "" }

  var column: [DataTable.Column] { isShared ? [] : [.text("Budget")] }

  func cell(_ norm: String, _ size: Double) -> [Markup] { isShared ? [] : [.text(StudyCells.budget(norm, size))] }
}
