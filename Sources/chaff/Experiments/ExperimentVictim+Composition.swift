import Attacks
import Evaluation

/// Victims put together of others, and random transformations in front of them.
extension ExperimentVictim {
  /// The victim that the file describes, of the models that were loaded.
  ///
  /// A model serves its own victim and the ensembles that it is a member of: they are never asked at the same time.
  static func composed(
    _ facts: ExperimentFile.Victim, of models: [ExperimentVictim], in file: ExperimentFile
  ) throws -> ExperimentVictim {
    var made: ExperimentVictim
    if let ensemble = facts.ensemble {
      made = try composed(ensemble, of: models, name: facts.name)
    } else if let model = models.first(where: { $0.name == facts.name }) {
      made = model
    } else {
      throw ExperimentError("\(facts.name) has no model")
    }
    if let preprocessing = facts.preprocessing { made.put(preprocessing) }
    if let randomized = facts.randomized { made.put(randomized, seed: file.seed) }
    return made
  }

  private static func composed(
    _ ensemble: ExperimentFile.Ensemble, of models: [ExperimentVictim], name: String
  ) throws -> ExperimentVictim {
    let members = ensemble.members.compactMap { name in models.first { $0.name == name } }
    guard var made = members.first else { throw ExperimentError("\(name) has no members") }
    let weights = ensemble.weights?.map { Float($0) }
    let victim = try EnsembleVictim(members.map(\.victim), weights: weights)
    let searched = try EnsembleVictim(members.map(\.searched), weights: weights)
    made.name = name
    (made.victim, made.searched, made.probed, made.members) = (victim, searched, victim, members)
    let parts = zip(members, victim.weights).map { "\($0.name) × \(StudyNumber.text(Double($1)))" }
    made.makeup = "ensemble: the logits of \(parts.joined(separator: " + "))"
    return made
  }

  /// Where gradients through it are stand-ins, the checks before a run look at the model alone.
  private mutating func put(_ preprocessing: Preprocessing) {
    func behind(_ inner: any Victim) -> PreprocessedVictim {
      PreprocessedVictim(inner, preprocessing, bounds: bounds)
    }
    (victim, searched) = (behind(victim), behind(searched))
    if preprocessing.hasExactGradient { probed = behind(probed) }
    let words = "behind \(Self.words(preprocessing))"
    makeup = makeup.map { "\($0), \(words)" } ?? words
  }

  private static func words(_ preprocessing: Preprocessing) -> String {
    switch preprocessing {
    case .quantized(let levels): "rounding to \(levels) levels, through which gradients go as if it were not there"
    case .blurred(let deviation): "a Gaussian blur of deviation \(deviation)"
    }
  }

  /// Attacks ask the mean of the draws of one seed; draws of other seeds vote on what they found.
  private mutating func put(_ randomized: ExperimentFile.Randomization, seed: UInt64) {
    let (inner, transformation) = (victim, randomized.transformation)
    isRandomized = true
    let background = min(max(0, bounds.lowerBound), bounds.upperBound)
    func mean(_ inner: any Victim) -> RandomizedVictim {
      RandomizedVictim(
        inner, transformation: transformation, draws: randomized.draws, seed: seed, background: background)
    }
    (searched, probed) = (mean(searched), mean(inner))
    victim = VotingVictim(
      inner, transformation: transformation, votes: randomized.votes, seed: seed, background: background)
    let words =
      "behind \(Self.words(transformation)): attacks see the mean of \(randomized.draws) draws, \(randomized.votes) others vote"
    makeup = makeup.map { "\($0), \(words)" } ?? words
  }

  private static func words(_ transformation: RandomTransformation) -> String {
    switch transformation {
    case .noise(let deviation): "normal noise of deviation \(deviation)"
    case .diversity(let diversity):
      "shrinking to \(diversity.smallestShare) at least with probability \(diversity.probability)"
    }
  }
}

// MARK: - What folders say

extension ExperimentVictim {
  func facts(_ file: ExperimentFile.Victim) throws -> ExperimentDescription.Victim {
    ExperimentDescription.Victim(
      name: name, folder: Self.folder(name), sha256: try modelFacts().sha256,
      address: file.server.map { "\($0.address) (model \($0.model))" }, makeup: makeup)
  }

  /// The model's facts; of an ensemble its first member's, with the file names, the sizes and the hashes of all.
  func modelFacts() throws -> ModelFacts {
    var facts = try RunFacts.model(loaded, bounds: bounds)
    guard !members.isEmpty else { return facts }
    let all = try members.map { try RunFacts.model($0.loaded, bounds: bounds) }
    facts.file = all.map(\.file).joined(separator: " + ")
    facts.parameterCount = all.reduce(0) { $0 + ($1.parameterCount ?? 0) }
    facts.sha256 = FileTreeHash.combined(
      zip(members, all).map { FileFacts(path: $0.name, bytes: 0, sha256: $1.sha256) })
    return facts
  }

  /// What a reader must know before believing a number: of models that run here, and of a randomised victim.
  ///
  /// A served model answers as it is: what is done to one that runs here is not done to it.
  var caveats: [String] {
    let local = (members.isEmpty ? [self] : members).filter { $0.remote == nil }
    var caveats: [String] = []
    for caveat in local.flatMap({ RunFacts.caveats(of: $0.loaded) }) where !caveats.contains(caveat) {
      caveats.append(caveat)
    }
    guard isRandomized, let makeup else { return caveats }
    return caveats + [
      "The victim answers at random (\(makeup)). A class is what most of the votes say, and the logits of the records are "
        + "numbers of votes; a pass counts once, whatever the draws in it."
    ]
  }
}
