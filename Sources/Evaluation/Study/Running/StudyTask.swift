/// One cell of a study that is to be filled: the unit of work, of the journal, and of what an interruption loses.
struct StudyTask {
  enum Kind {
    case accuracy(StudySubject)
    case transfer(StudySubject, StudyAttack, StudyGoal)
    case padding(StudySubject, PaddingMode, share: Double, size: Float)
    case context(StudySubject, ContextRegion, size: Float)
    case importance(StudySubject, isPadding: Bool)
    /// The victim, and its defended form; nil for the line without a defence.
    case defence(StudySubject, defended: StudySubject?)
    case plausible(StudySubject, StudyRestriction)
  }

  /// Unique within the study, and the same each time: "padding/conv3d/zeros-end/0.5/0.03".
  let id: String
  let experiment: StudyExperiment
  let kind: Kind

  init(_ experiment: StudyExperiment, _ parts: [String], _ kind: Kind) {
    id = ([experiment.rawValue] + parts).joined(separator: "/")
    self.experiment = experiment
    self.kind = kind
  }

  /// The cells of all experiments, in the order in which they are carried out: framings change as seldom as possible.
  static func all(_ subjects: [StudySubject], _ settings: StudySettings) -> [StudyTask] {
    let plain = subjects.filter { $0.defence == nil }
    return subjects.map { StudyTask(.accuracy, [$0.name], .accuracy($0)) }
      + transfers(plain, settings) + importance(plain, settings, isPadding: false) + plausible(plain, settings)
      + context(plain, settings) + padding(plain, settings) + importance(plain, settings, isPadding: true)
      + defences(subjects)
  }

  private static func transfers(_ subjects: [StudySubject], _ settings: StudySettings) -> [StudyTask] {
    subjects.flatMap { subject in
      settings.attacks.flatMap { attack in
        settings.goals.map { goal in
          StudyTask(.transfer, [subject.name, attack.facts.name, goal.rawValue], .transfer(subject, attack, goal))
        }
      }
    }
  }

  private static func padding(_ subjects: [StudySubject], _ settings: StudySettings) -> [StudyTask] {
    settings.paddingModes.flatMap { mode in
      settings.paddingShares.flatMap { share in
        subjects.flatMap { subject in
          settings.paddingSizes.map { size in
            StudyTask(
              .padding, [subject.name, mode.rawValue, "\(share)", "\(size)"],
              .padding(subject, mode, share: share, size: size))
          }
        }
      }
    }
  }

  private static func context(_ subjects: [StudySubject], _ settings: StudySettings) -> [StudyTask] {
    let cropped = settings.contextRegions.filter { $0 == .paddingAfterCrop }
    return (settings.contextRegions.filter { $0 != .paddingAfterCrop } + cropped).flatMap { region in
      subjects.flatMap { subject in
        settings.contextSizes.map { size in
          StudyTask(.context, [subject.name, region.rawValue, "\(size)"], .context(subject, region, size: size))
        }
      }
    }
  }

  private static func importance(
    _ subjects: [StudySubject], _ settings: StudySettings, isPadding: Bool
  ) -> [StudyTask] {
    subjects.filter { $0.explain != nil }.map {
      StudyTask(.importance, [$0.name, isPadding ? "padding" : "all"], .importance($0, isPadding: isPadding))
    }
  }

  private static func plausible(_ subjects: [StudySubject], _ settings: StudySettings) -> [StudyTask] {
    subjects.flatMap { subject in
      settings.restrictions.map {
        StudyTask(.plausible, [subject.name, $0.name], .plausible(subject, $0))
      }
    }
  }

  /// A victim without a defended form needs no line of its own.
  private static func defences(_ subjects: [StudySubject]) -> [StudyTask] {
    subjects.filter { $0.defence == nil }.flatMap { subject in
      let defended = subjects.filter { $0.defence?.victim == subject.name }
      guard !defended.isEmpty else { return [StudyTask]() }
      return [StudyTask(.defences, [subject.name, "none"], .defence(subject, defended: nil))]
        + defended.map { StudyTask(.defences, [subject.name, $0.name], .defence(subject, defended: $0)) }
    }
  }
}
