/// What every sample is worth against all attacks together.
extension ExperimentSummarizer {
  private struct Setting: Hashable {
    let norm: String
    let size: Double
    let region: String
    let goal: String
  }

  /// One for each norm, size, region and goal that an attack of a fixed size was asked for.
  public var worstCases: [WorstCase] {
    var settings: [Setting] = []
    for attack in attacks {
      guard let norm = attack.norm, let size = attack.size else { continue }
      let setting = Setting(norm: norm, size: size, region: attack.place, goal: attack.goal)
      if !settings.contains(setting) { settings.append(setting) }
    }
    return settings.map(worstCase)
  }

  private func worstCase(_ setting: Setting) -> WorstCase {
    let counted = successes.filter { success in
      success.attack.place == setting.region && success.attack.goal == setting.goal
        && success.attack.norm != nil && success.length(setting.norm) <= setting.size * (1 + 1e-6)
    }
    let open = openSamples(for: setting.goal)
    let all = Set(counted.map(\.sample))
    return WorstCase(
      victim: victim, norm: setting.norm, size: setting.size, region: setting.region, goal: setting.goal,
      robustAccuracy: Proportion(open.count { $0.value.isRight && !all.contains($0.key) }, of: open.count),
      goalAlreadyMet: samples.count - open.count, parts: parts(counted), classes: classes(open, counted))
  }

  /// Without those that are of the wanted class, or taken for it as they are.
  private func openSamples(for goal: String) -> [Int: Sample] {
    guard let wanted = goalClasses[goal] else { return samples }
    return samples.filter { $0.value.label != wanted && $0.value.clean != wanted }
  }

  private func parts(_ counted: [Success]) -> [WorstCase.Part] {
    let broken = Dictionary(grouping: counted, by: \.attack.label).mapValues { Set($0.map(\.sample)) }
    return attacks.compactMap { attack in
      guard let own = broken[attack.label] else { return nil }
      let others = broken.filter { $0.key != attack.label }.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
      return WorstCase.Part(label: attack.label, broken: own.count, aloneBroken: own.subtracting(others).count)
    }
  }

  // MARK: Classes

  private func classes(_ open: [Int: Sample], _ counted: [Success]) -> [WorstCase.ClassRow] {
    let found = Dictionary(grouping: counted, by: \.sample).mapValues { $0.compactMap(\.wrong) }
    return Dictionary(grouping: open, by: \.value.label).sorted { $0.key < $1.key }.map { label, own in
      let wrong = own.compactMap { place, sample in
        sample.isRight ? found[place].flatMap { Self.commonest($0)?.class } : sample.clean
      }
      let commonest = Self.commonest(wrong)
      return WorstCase.ClassRow(
        class: label, name: name(label), cleanAccuracy: Proportion(own.count { $0.value.isRight }, of: own.count),
        robustAccuracy: Proportion(own.count { $0.value.isRight && found[$0.key] == nil }, of: own.count),
        wrongClass: commonest?.class, wrongName: (commonest?.class).map(name), wrongCount: commonest?.count ?? 0)
    }
  }

  private func name(_ label: Int) -> String { label < classNames.count ? classNames[label] : "class \(label)" }

  /// The class that is there most often, the lowest of several; nil for none.
  private static func commonest(_ classes: [Int]) -> (class: Int, count: Int)? {
    let counts = Dictionary(classes.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
