/// A table of worst cases: every sample counts with the attack that is worst for it.
///
/// What its rows are is a matter of what is measured. Whether a class is right is lost to any attack of many: one row a
/// budget, which names the attacks. Of a mask each attack leaves more or less: one row an attack.
struct WorstCaseTable {
  /// What each of the attacks is tried on: "sample".
  let unit: String
  /// How one of them counts, as a sentence without its end.
  let counting: String
  /// What else must be known of the columns, in sentences.
  let reading: String
  let caption: String
  let columns: [DataTable.Column]

  func markup(_ groups: [(title: Markup?, rows: [[Markup]])], _ exhibits: Exhibits) -> Markup? {
    guard !groups.isEmpty else { return nil }
    return .fragment([
      .tag("p", "\(counting): the worst case per \(unit), never an average. \(reading)"),
      exhibits.table(caption, columns, groups: groups),
    ])
  }
}
