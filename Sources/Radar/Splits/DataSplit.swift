/// The recordings of a folder in parts that have none in common: to train on, to stop by, and to test on.
///
/// | part | recordings |
/// |---|---|
/// | test | those selected for it; none without a selection |
/// | validation | those selected for it among the rest; a fraction is one of the rest |
/// | training | those selected for it, or all that remain |
///
/// What a result on the test part does not say (people or sittings that both parts share, classes that are missing) is in
/// `caveats`, in sentences.
public struct DataSplit: Equatable, Sendable {
  public let training: [RecordingEntry]
  public let validation: [RecordingEntry]
  public let test: [RecordingEntry]
  /// How the parts were chosen, such as "training: the rest; validation: random:0.1; test: subject:7,8".
  public let description: String
  public let caveats: [String]

  /// Splits a folder.
  ///
  /// - Throws: ``RadarError`` when a part is empty, when two selections share recordings, when the training part lacks a
  ///   class, or when recordings do not tell what a selection asks for.
  public init(
    of folder: RecordingFolder, training: SampleSelection? = nil, validation: SampleSelection? = nil,
    test: SampleSelection? = nil
  ) throws(RadarError) {
    let everything = Set(try folder.entries().map(\.id))
    self.test = try test.map { selection throws(RadarError) in try folder.entries(selection) } ?? []
    var rest = everything.subtracting(self.test.map(\.id))
    // A selection by place or by name means the same recordings whatever was taken before.
    let isFraction = validation?.isFraction ?? false
    let wanted = try validation.map { selection throws(RadarError) in
      try Self.part(selection, "validation", of: folder, among: isFraction ? rest : nil)
    }
    self.validation = wanted ?? []
    try Self.requireApart(self.validation, self.test, "validation", "test", folder)
    rest.subtract(self.validation.map(\.id))
    if let training {
      let chosen = try Self.part(training, "training", of: folder, among: training.isFraction ? rest : nil)
      try Self.requireApart(chosen, self.test, "training", "test", folder)
      // What serves for stopping is taken out of what was to be trained on.
      self.training = chosen.filter { rest.contains($0.id) }
    } else {
      self.training = try Self.part(.all, "training", of: folder, among: rest)
    }
    try Self.requireClasses(self.training, folder)
    description =
      "training: \(training?.description ?? "the rest"); validation: \(validation?.description ?? "none"); "
      + "test: \(test?.description ?? "none")"
    let isRandom = [training, validation, test].contains { $0?.isRandom ?? false }
    caveats =
      SplitCaveats(
        folder: folder, training: self.training, validation: self.validation, test: self.test, isRandom: isRandom
      ).sentences
  }

  private static func part(
    _ selection: SampleSelection, _ name: String, of folder: RecordingFolder, among pool: Set<String>?
  ) throws(RadarError) -> [RecordingEntry] {
    guard pool?.isEmpty != true else {
      throw RadarError(
        folder.path, "nothing is left for the \(name) part", remedy: "select fewer recordings for the other parts")
    }
    return try folder.entries(selection, among: pool)
  }

  private static func requireApart(
    _ first: [RecordingEntry], _ second: [RecordingEntry], _ firstName: String, _ secondName: String,
    _ folder: RecordingFolder
  ) throws(RadarError) {
    let shared = Set(first.map(\.id)).intersection(second.map(\.id)).sorted(by: NaturalOrder.precedes)
    guard let example = shared.first else { return }
    throw RadarError(
      folder.path,
      "\(shared.count) recordings are in the \(firstName) and in the \(secondName) part, such as \(example)",
      remedy: "choose parts that have none in common, or leave one selection out")
  }

  private static func requireClasses(_ training: [RecordingEntry], _ folder: RecordingFolder) throws(RadarError) {
    let present = Set(training.map(\.classIndex))
    guard let missing = folder.classes.indices.first(where: { !present.contains($0) }) else { return }
    throw RadarError(
      folder.path, "the training part has no recording of class '\(folder.classes[missing].name)'",
      remedy: "select recordings of every class")
  }
}

extension SampleSelection {
  /// Whether recordings are drawn.
  var isRandom: Bool { if case .random = rule { true } else { false } }

  /// Whether the rule takes a share of what there is, rather than certain recordings.
  fileprivate var isFraction: Bool {
    switch rule {
    case .random, .first, .last: true
    case .all, .places, .subjects, .sessions, .listed: false
    }
  }
}
