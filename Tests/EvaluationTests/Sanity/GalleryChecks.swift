import Evaluation

/// The battery's findings of the whole gallery, made once for all tests.
enum GalleryChecks {
  static let all: [Gallery: Result<[SanityCheck], any Error>] = Dictionary(
    uniqueKeysWithValues: Gallery.allCases.map { exhibit in (exhibit, Result { try GalleryRun(exhibit).checks() }) })

  /// Checks with one of these verdicts, each name once; that eight samples are few (`sample size`) is no news.
  static func of(_ exhibit: Gallery, with verdicts: Set<SanityCheck.Verdict>) throws -> [SanityCheck] {
    var seen: Set<String> = ["sample size"]
    let checks = try all[exhibit]?.get() ?? []
    return checks.filter { verdicts.contains($0.verdict) && seen.insert($0.name).inserted }
  }
}
