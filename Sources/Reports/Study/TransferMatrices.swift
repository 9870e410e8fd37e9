import Evaluation

/// Every pair of surrogate and target, one matrix an attack: the threat-model table before pooling.
struct TransferMatrices {
  let result: StudyResult

  private struct Kind: Hashable {
    let attack: String
    let goal: StudyGoal
  }

  var markup: Markup {
    let kinds = grouped(result.transfers) { Kind(attack: $0.attack, goal: $0.goal) }
    guard !kinds.isEmpty else { return .nothing }
    return .tag("details") {
      Markup.tag("summary", "Every pair of surrogate and victim")
      Markup.tag(
        "p", ["class": "note"],
        "Rows are the networks on which examples were crafted, columns the victims that saw them; the framed diagonal is the "
          + "white-box attack. The stronger the tint, the higher the success.")
      kinds.map { kind, rows in matrix(kind, rows) }
    }
  }

  private func matrix(_ kind: Kind, _ rows: [TransferRow]) -> Markup {
    let surrogates = grouped(rows, by: \.surrogate).map(\.key), targets = grouped(rows, by: \.target).map(\.key)
    let caption = "\(kind.attack), \(kind.goal.rawValue)"
    return .tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Transfer, \(caption)"]) {
      Markup.tag("table", ["class": "confusion"]) {
        Markup.tag("caption", caption)
        Markup.tag("thead") {
          Markup.tag("tr") {
            Markup.tag("th", ["scope": "col"], "crafted on \u{2193}  shown to \u{2192}")
            targets.map { target in Markup.tag("th", ["scope": "col"]) { Markup.name(target) } }
          }
        }
        Markup.tag("tbody") {
          surrogates.map { surrogate in
            Markup.tag("tr") {
              Markup.tag("th", ["scope": "row"]) { Markup.name(surrogate) }
              targets.map { target in cell(rows.first { $0.surrogate == surrogate && $0.target == target }) }
            }
          }
        }
      }
    }
  }

  private func cell(_ row: TransferRow?) -> Markup {
    guard let row, row.measure.success.total > 0, row.measure.success.rate.isFinite else {
      return .tag("td", Numeral.missing)
    }
    let share = row.measure.success
    let step = Int((min(max(share.rate, 0), 1) * 10).rounded())
    return .tag("td", ["class": "s\(step)\(row.surrogate == row.target ? " diagonal" : "")"]) {
      Numeral.percent(share.rate, places: 0)
      Markup.tag("span", ["class": "sub"], "\(share.count)/\(share.total)")
    }
  }
}
