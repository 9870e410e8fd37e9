import ArgumentParser
import Attacks
import Engine
import Evaluation
import Explanations
import ONNX
import Radar
import Tensors
import Victims

/// The victims of a study, loaded, and what their cards agree on.
struct StudyVictims {
  let subjects: [StudySubject]
  let models: [StudyModel]
  let classNames: [String]
  let preparation: SamplePreparation
  /// What a victim without a validity channel takes.
  let inputShape: [Int]
  let bounds: ClosedRange<Float>
  let caveats: [String]

  /// - Parameters:
  ///   - file: the study.
  ///   - cards: the card of each victim, in order.
  ///   - recording: one of the recordings, to find out axes that no card states.
  /// - Throws: `StudyError` where the cards do not agree; whatever loading a model throws.
  init(_ file: StudyFile, cards: [String], recording: (LoadedModel) throws -> Recording) throws {
    let loaded = try cards.map { try LoadedModel(contentsOf: $0) }
    guard let leader = zip(file.victims, loaded).first(where: { !$0.0.takesValidity })?.1 else {
      throw StudyError("a study needs a victim without a validity channel: it says what the recordings become")
    }
    preparation = try FramingOptions.parse([]).preparation(leader, for: try recording(leader))
    inputShape = leader.inputShape
    bounds = leader.card.bounds ?? 0...1
    var subjects: [StudySubject] = []
    for (victim, model) in zip(file.victims, loaded) {
      try Self.check(victim, model, against: leader, file)
      subjects.append(try Self.subject(victim, model, file, axes: preparation.axes))
    }
    classNames =
      leader.card.classNames ?? (0..<(subjects.first?.victim.outputShape.first ?? 0)).map { "class \($0)" }
    models = try zip(file.victims, loaded).map {
      StudyModel(name: $0.name, sha256: try FileHash.sha256(ofFile: $1.model.path).hexadecimal)
    }
    if file.rezeroes {
      subjects += try Self.guarded(subjects, axes: preparation.axes)
    }
    self.subjects = subjects
    caveats =
      (leader.card.bounds == nil ? ["Bounds were not stated; 0 to 1 was assumed."] : [])
      + zip(file.victims, loaded).compactMap { victim, model in
        model.mixing.map { "\(victim.name) is run sample by sample: \($0)" }
      }
  }

  private static func subject(
    _ victim: StudyFile.Victim, _ model: LoadedModel, _ file: StudyFile, axes: [Axis]
  ) throws -> StudySubject {
    let network = try model.victim(largestBatch: file.batch, recomputes: file.recomputes)
    var subject = StudySubject(
      key: StudyVictimKey(name: victim.name, architecture: victim.architecture, trainingData: victim.trainedOn),
      parameterCount: model.model.parameterCount, victim: try network.searched(in: file.precision.resolved()),
      takesValidity: victim.takesValidity)
    if !victim.takesValidity {
      let plan = ExplanationPlan.gradCAM(GradCAM(), of: network, axes: axes)
      subject.explain = plan.explain
    }
    if let defended = victim.defends {
      let name = victim.defence ?? (victim.takesValidity ? "masked inside the network" : "another training")
      subject.defence = StudyDefence(
        of: defended, name: name, words: victim.words ?? "\(victim.architecture), trained on \(victim.trainedOn).")
    }
    return subject
  }

  /// Every victim that stands for itself once more, behind a receiver that sets padding to zero.
  private static func guarded(_ subjects: [StudySubject], axes: [Axis]) throws -> [StudySubject] {
    try subjects.filter { $0.defence == nil && !$0.takesValidity }.map { subject in
      StudySubject(
        key: StudyVictimKey(
          name: "\(subject.name), padding re-zeroed", architecture: subject.key.architecture,
          trainingData: subject.key.trainingData),
        parameterCount: subject.parameterCount, victim: try PaddingGuard(subject.victim, axes: axes),
        takesValidity: true,
        defence: StudyDefence(
          of: subject.name, name: "re-zeroed padding",
          words: "The receiver, who made the padding, sets it to zero again before the network sees it."))
    }
  }

  /// All victims see the same values: what is crafted on one is shown to the others as it is.
  private static func check(
    _ victim: StudyFile.Victim, _ model: LoadedModel, against leader: LoadedModel, _ file: StudyFile
  ) throws {
    let (own, other) = (model.card, leader.card)
    var differences: [String] = []
    if own.transform != other.transform {
      differences.append("transform \(own.transform) instead of \(other.transform)")
    }
    let framings = [own, other].map { card in
      [card.padding ?? "zeros-end", card.cropping ?? "action", card.cropToAction == true ? "cropped" : "whole"]
        + [card.actionFrom ?? "label", card.channels.map { "\($0)" } ?? "all channels"]
    }
    if framings[0] != framings[1] { differences.append("framing \(framings[0]) instead of \(framings[1])") }
    if own.bounds ?? 0...1 != other.bounds ?? 0...1 {
      differences.append("other bounds than \(other.bounds ?? 0...1)")
    }
    if own.classNames != other.classNames { differences.append("other classes than \(other.classNames ?? [])") }
    if let axes = own.axes, let others = other.axes, axes != others {
      differences.append("the axes \(axes.map(\.rawValue)) instead of \(others.map(\.rawValue))")
    }
    guard differences.isEmpty else {
      throw StudyError(
        "\(file.path): \(victim.name) has \(differences.joined(separator: ", ")); the victims of a study must take the "
          + "same inputs, or nothing could be shown to all of them")
    }
  }
}
