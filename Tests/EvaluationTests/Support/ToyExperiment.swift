import Attacks
import Evaluation
import Tensors

/// A small experiment: a linear victim, an ensemble, and a randomised one that is judged by votes, under attacks and
/// corruptions; one attack may change nothing, and one has nothing to change in every other sample.
struct ToyExperiment {
  static let victims = ["linear", "both", "noisy"]

  private let toy = ToyRun(broken: [], explains: false)
  var seed: UInt64 = 7

  /// What one attack is, and how it is made.
  private struct Cell {
    let facts: ExperimentAttack
    let entry: AttackEntry
    let request: AttackRequest
  }

  private func cells() throws -> [Cell] {
    func cell(
      _ name: String, _ request: AttackRequest, region: String = "all", goal: String = ExperimentGoal.untargeted
    ) throws -> Cell {
      var request = request
      (request.seed, request.axes) = (seed, [.time, .range, .doppler])
      let entry = try AttackCatalogue.entry(named: name)
      let severity = request.options["severity"].map { Int($0) }
      let words = [name, request.size.map { "\($0)" }, severity.map { "severity \($0)" }, region, goal].compactMap {
        $0
      }
      let facts = ExperimentAttack(
        label: words.joined(separator: " "), attack: name,
        norm: entry.measure == .unbounded ? nil : entry.norm(of: request).rawValue, size: request.size.map(Double.init),
        measure: entry.measure.rawValue, region: region, goal: goal, seed: seed, severity: severity)
      return Cell(facts: facts, entry: entry, request: request)
    }
    let bounds: ClosedRange<Float> = 0...1
    return [
      try cell("pgd", AttackRequest(bounds: bounds, size: 0.06, steps: 3, restarts: 2)),
      try cell("pgd", AttackRequest(bounds: bounds, size: 0, steps: 3)),
      try cell("pgd", AttackRequest(bounds: bounds, size: 0.3, steps: 3), region: "now and then"),
      try cell("pgd", AttackRequest(bounds: bounds, size: 0.3, steps: 3), goal: "left"),
      try cell("square", AttackRequest(bounds: bounds, size: 0.06, queries: 20)),
      try cell("noise-floor", AttackRequest(bounds: bounds, options: ["severity": 4])),
      try cell("dropped-frames", AttackRequest(bounds: bounds, options: ["severity": 5])),
    ]
  }

  private func description(_ shard: String?) throws -> ExperimentDescription {
    let facts = try cells().map(\.facts)
    return ExperimentDescription(
      title: "toy", created: "2026-01-02T03:04:05Z", commandLine: ["chaff", "run"], seed: seed,
      victims: Self.victims.map { .init(name: $0, folder: "runs/\($0)", sha256: "00") },
      attacks: Dictionary(uniqueKeysWithValues: Self.victims.map { ($0, facts) }), samples: toy.ids, shard: shard)
  }

  /// Does what the folder lacks; stopped after so many batches of all victims together, or never.
  ///
  /// A part has its number, from 0, and how many there are.
  @discardableResult
  func run(
    at path: String, part: (index: Int, count: Int) = (0, 1), stopAfter limit: Int = .max
  ) throws -> ExperimentResult {
    let folder = ExperimentFolder(path)
    let shard = part.count == 1 ? nil : "\(part.index + 1)/\(part.count)"
    let description = try folder.open(try description(shard), force: false)
    let places = Array(stride(from: part.index, to: toy.sampleCount, by: part.count))
    var done = 0
    for victim in description.victims {
      guard done < limit else { break }
      var plan = toy.plan
      plan.samples = places.map { toy.ids[$0] }
      plan.attacks = try cells().map(\.facts.label)
      plan.settings = [Setting("shard", shard ?? "all")]
      plan.data = data(places)
      let run = try classificationRun(victim.name, places)
      let runPath = folder.runFolder(victim)
      let exists = (try? RunReader(runPath).plan()) != nil
      let made = exists ? try RunFolder.reopen(runPath) : try RunFolder.create(at: runPath, plan: plan)
      var control = ToyRun.still { done >= limit }
      var isFirst = true
      control.didAdvance = { _ in
        if !isFirst { done += 1 }
        isFirst = false
      }
      _ = try run.run(in: made, shards: PlainShards(), control: control)
    }
    return try folder.summarize(description)
  }

  /// Every part knows the files of its own samples alone.
  private func data(_ places: [Int]) -> DataFacts {
    let files = places.map { FileFacts(path: "recording/\($0).h5", bytes: 10 + $0, sha256: "\($0)\($0)") }
      .sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
    var facts = DataFacts(
      folder: "toy", found: toy.sampleCount, selected: places.count, selection: "all",
      sha256: FileTreeHash.combined(files))
    facts.files = files
    facts.perClass = (0..<ToyRun.labels).map { label in places.count { toy.sample($0).label == label } }
    return facts
  }

  private func classificationRun(_ name: String, _ places: [Int]) throws -> ClassificationRun<ToySource> {
    let (judge, searched) = try victim(name)
    let attacks = try cells().map { cell in
      var planned = PlannedClassification(
        name: cell.facts.label, attack: try cell.entry.attack(cell.request),
        budget: cell.entry.budget(of: cell.request, elementCount: 36), seed: seed)
      planned.searchVictim = searched
      if cell.facts.goal == "left" { planned.goal = { _ in .targeted(class: 0) } }
      if cell.facts.region != "all" {
        planned.region = { sample in
          let isEmpty = sample.id.hasSuffix("0") || sample.id.hasSuffix("2")
          return Region(shape: ToyRun.shape, allowed: (0..<36).map { _ in !isEmpty }, name: "now and then")
        }
      }
      return planned
    }
    let toy = toy
    let source = ToySource(ids: places.map { toy.ids[$0] }) { index in
      var sample = toy.sample(places[index])
      sample.id = toy.ids[places[index]]
      return sample
    }
    return ClassificationRun(source: source, victim: judge, attacks: attacks, axes: [.time, .range, .doppler])
  }

  private func victim(_ name: String) throws -> (judge: any Victim, searched: any Victim) {
    let first = toy.victim
    if name == "linear" { return (first, first) }
    if name == "both" {
      var random = RandomStream(seed: 5)
      let weight = first.weight.map { $0 + 0.5 * random.nextGaussian() }
      let second = LinearVictim(inputShape: ToyRun.shape, outputShape: [ToyRun.labels], weight: weight)
      let ensemble = try EnsembleVictim([first, second], weights: [2, 1])
      return (ensemble, ensemble)
    }
    let noise = RandomTransformation.noise(deviation: 0.05)
    return (
      VotingVictim(first, transformation: noise, votes: 5, seed: seed),
      RandomizedVictim(first, transformation: noise, draws: 3, seed: seed)
    )
  }
}
