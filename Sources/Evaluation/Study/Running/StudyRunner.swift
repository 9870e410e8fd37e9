internal import Attacks
internal import Tensors

/// How far a study is.
public struct StudyProgress: Sendable, Equatable {
  public var finished: Int
  public var total: Int
  public var finishedInSession: Int
  /// The cell that is being filled: "padding/conv3d/zeros-end/0.5/0.03"; empty at the end.
  public var current: String
  /// How far it is, 0...1.
  public var share: Double
}

/// How the caller follows and stops a study.
public struct StudyControl {
  public var didAdvance: (StudyProgress) -> Void
  /// Asked before every cell, and by attacks at every step; a cell that is cut short leaves no trace.
  public var shouldStop: () -> Bool
  public var clock: () -> Double

  public init(
    didAdvance: @escaping (StudyProgress) -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false },
    clock: @escaping () -> Double = MonotonicClock.seconds
  ) {
    self.didAdvance = didAdvance
    self.shouldStop = shouldStop
    self.clock = clock
  }
}

/// Fills the cells of a study one after another, each committed before the next begins, and sums them up.
public struct StudyRunner {
  public var subjects: [StudySubject]
  public var source: any StudySource
  public var settings: StudySettings

  public init(subjects: [StudySubject], source: any StudySource, settings: StudySettings) {
    self.subjects = subjects
    self.source = source
    self.settings = settings
  }

  /// Does what the folder still lacks.
  ///
  /// - Throws: `StudyError` when victims and recordings do not belong together; what a victim, an attack, a recording or
  ///   the disk throws. Finished cells stay.
  public func run(
    in folder: StudyFolder, shards: any ArrayShardWriting = HDF5Shards(), control: StudyControl = StudyControl()
  ) throws -> StudyResult {
    try StudyFit.check(subjects, source, settings)
    let known = StudyTask.all(subjects, settings)
    // What an earlier call with other experiments has finished stays in the result.
    let tasks = known.filter { isWanted($0) || folder.cells[$0.id] != nil }
    let bench = StudyBench(source: source, settings: settings, subjects: subjects, shouldStop: control.shouldStop)
    var inSession = 0
    for task in tasks where folder.cells[task.id] == nil {
      let done = tasks.count { folder.cells[$0.id] != nil }
      var progress = StudyProgress(
        finished: done, total: tasks.count, finishedInSession: inSession, current: task.id, share: 0)
      control.didAdvance(progress)
      bench.didAdvance = { share in
        progress.share = share
        control.didAdvance(progress)
      }
      let start = control.clock()
      guard !control.shouldStop(), var filled = try bench.fill(task) else { break }
      filled.cell.seconds = control.clock() - start
      try folder.commit(filled.cell, arrays: filled.arrays, shards: shards)
      inSession += 1
    }
    let finished = tasks.compactMap { folder.cells[$0.id] }
    let result = StudyAssembly(description: folder.description, cells: finished, taskCount: tasks.count).result()
    try folder.write(result)
    control.didAdvance(
      StudyProgress(
        finished: finished.count, total: tasks.count, finishedInSession: inSession, current: "", share: 0))
    return result
  }

  private func isWanted(_ task: StudyTask) -> Bool {
    task.experiment == .accuracy || settings.experiments.contains(task.experiment)
  }
}

/// Whether victims, recordings and settings belong together.
enum StudyFit {
  static func check(_ subjects: [StudySubject], _ source: any StudySource, _ settings: StudySettings) throws {
    guard let first = subjects.first(where: { $0.defence == nil }) else { throw StudyError("there is no victim") }
    guard !source.ids.isEmpty else { throw StudyError("there are no recordings") }
    let names = subjects.map(\.name)
    guard Set(names).count == names.count else { throw StudyError("two victims have one name: \(names)") }
    for subject in subjects {
      guard subject.victim.outputShape == [settings.classNames.count] else {
        throw StudyError(
          "\(subject.name) gives \(subject.victim.outputShape) logits, the classes are \(settings.classNames)")
      }
      if let defence = subject.defence, !subjects.contains(where: { $0.name == defence.victim && $0.defence == nil }) {
        throw StudyError("\(subject.name) defends '\(defence.victim)', which is no victim of the study")
      }
      var expected = first.victim.inputShape
      if subject.takesValidity, let channel = settings.axes.firstIndex(of: .channel) { expected[channel] += 1 }
      guard subject.victim.inputShape == expected, settings.axes.count == expected.count else {
        throw StudyError(
          "\(subject.name) takes \(subject.victim.inputShape), \(first.name) \(first.victim.inputShape) with the axes "
            + "\(settings.axes.map(\.rawValue)): the victims of a study must take the same inputs")
      }
    }
    guard settings.axes.contains(.time) else { throw StudyError("the victims' inputs have no time axis") }
  }
}
