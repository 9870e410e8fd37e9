import Evaluation

/// What stands around the sections of every report, in the same words.
enum PageFrame {
  /// Below the title: what the page is about, and when that was started.
  static func subtitle(_ subject: [Markup], started: String) -> Markup {
    .fragment(subject + [", started ", .tag("time", ["datetime": started], started)])
  }

  /// The sections that have something to show, in order.
  static func sections(_ all: [(id: String, title: String, content: Markup?)]) -> [Page.Section] {
    all.compactMap { id, title, content in content.map { Page.Section(id: id, title: title, content: $0) } }
  }

  // MARK: Footer

  /// Files beside the page, some under one note of what is in them.
  struct Files {
    let names: [String]
    let note: String

    static let tables = Files(names: ["tables/"], note: "every number in full precision")

    static func figures(_ note: String) -> Files { Files(names: ["figures/"], note: note) }

    static func data(_ names: String...) -> Files { Files(names: names, note: "the same for programs") }
  }

  static func files(_ files: [Files]) -> Markup {
    let items = files.enumerated().map { index, files in
      let names = files.names.enumerated().map { place, name -> Markup in
        .fragment([place > 0 ? " and " : "", .tag("code", name)])
      }
      return Markup.fragment([index > 0 ? ", " : ""] + names + [.text(" (\(files.note))")])
    }
    return .tag("p") { Markup.fragment(["Beside this page: "] + items + ["."]) }
  }

  /// What counts as a success, and what intervals and sizes are.
  static func success(namesUnits: Bool = true) -> Markup {
    .tag(
      "p",
      "Success is counted only when a fresh forward pass in 32-bit arithmetic of the returned example reaches the goal and "
        + "the example passes its audit. Intervals are 95 % Wilson score intervals"
        + (namesUnits ? "; sizes are in the victims’ input units." : "."))
  }
}
