import Evaluation

/// The columns that the tables of studies share.
protocol TableColumns {}

extension TableColumns {
  /// Nil for a table without rows.
  func table(_ header: [String], _ rows: [[CSVTable.Field]]) -> String? {
    rows.isEmpty ? nil : CSVTable.header(header) + rows.map(CSVTable.line).joined()
  }

  static func quartileHeader(_ name: String) -> [String] {
    ["\(name)_lower_quartile", "\(name)_median", "\(name)_upper_quartile"]
  }

  func quartiles(_ values: Quartiles) -> [CSVTable.Field] {
    [.number(values.lower), .number(values.median), .number(values.upper)]
  }

  static func shareHeader(_ name: String) -> [String] {
    ["\(name)_count", "\(name)_total", "\(name)_rate", "\(name)_lower95", "\(name)_upper95"]
  }

  func share(_ share: Proportion?) -> [CSVTable.Field] {
    [
      .integer(share?.count), .integer(share?.total), .number(share?.rate), .number(share?.lower),
      .number(share?.upper),
    ]
  }
}
