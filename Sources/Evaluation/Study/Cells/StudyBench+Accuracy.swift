extension StudyBench {
  /// How good a victim is before anybody attacks it.
  func accuracy(_ subject: StudySubject) throws -> StudyVictim {
    let said = try answers(subject, settings.framing)
    let labels = try recordings(settings.framing).map(\.label)
    let classes = settings.classNames.indices
    var confusion = classes.map { _ in classes.map { _ in 0 } }
    for (label, answer) in zip(labels, said) {
      guard classes.contains(label), let answer else { continue }
      confusion[label][answer] += 1
    }
    let rows = classes.map { label in
      StudyClassRow(
        class: label, name: settings.classNames[label],
        accuracy: Proportion(confusion[label][label], of: labels.count { $0 == label }))
    }
    return StudyVictim(
      name: subject.name, architecture: subject.key.architecture, trainingData: subject.key.trainingData,
      parameterCount: subject.parameterCount, defence: subject.defence?.name,
      cleanAccuracy: Proportion(zip(labels, said).count { $0 == $1 }, of: labels.count), perClass: rows,
      confusion: confusion)
  }
}
