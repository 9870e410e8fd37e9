import ArgumentParser
import Attacks
import Evaluation
import Explanations
import Foundation
import Radar
import Segmentation
import Tensors
import Victims

/// One victim of a study on one of its data sets: loaded, checked, ready to be attacked.
struct SegmentationStudySubject {
  let victim: SegmentationStudyFile.Victim
  let data: SegmentationStudyFile.DataSet
  let loaded: LoadedModel
  /// The network itself, whose activations can be looked at.
  let model: ModelVictim
  /// What answers are judged on: the model or, with windows, the model as images of the data set's size meet it.
  let network: any Victim
  /// What attacks ask: the same, unless searches have another precision.
  let searched: any Victim
  let windows: WindowRequest?
  let reader: SegmentationReader
  /// Masks of the data set's other samples may be wanted.
  let wholeDataset: SegmentationDataset
  let modelFacts: ModelFacts
  let dataFacts: DataFacts
  let caveats: [String]
  /// The first sample that can be read.
  private let probeID: String

  static let axes: [Axis] = [.channel, .height, .width]

  /// - Throws: what loading the model or listing the data throws; what is wrong with the first image when none can be read.
  init(
    _ victim: SegmentationStudyFile.Victim, _ data: SegmentationStudyFile.DataSet, _ loaded: LoadedModel,
    _ model: ModelVictim, searched: ModelVictim, windows: WindowRequest?
  ) throws {
    (self.victim, self.data, self.loaded, self.model, self.windows) = (victim, data, loaded, model, windows)
    let masks = try MaskOptions.parse(["--data", data.folder] + data.options + victim.geometry)
    let dataset = try masks.dataset(loaded)
    network = try windows?.victim(model, showing: dataset) ?? model
    self.searched = try windows?.victim(searched, showing: dataset) ?? searched
    reader = try SegmentationReader(dataset, network, card: loaded.card)
    wholeDataset = try masks.wholeDataset(loaded)
    var modelFacts = try RunFacts.model(loaded, bounds: loaded.card.bounds ?? 0...1)
    modelFacts.axes = Self.axes.map(\.rawValue)
    if modelFacts.classNames.isEmpty { modelFacts.classNames = SegmentationAttack.classNames(network.outputShape[0]) }
    self.modelFacts = modelFacts
    var facts = try RunFacts.data(
      folder: data.folder, paths: reader.dataset.pairs.flatMap(\.paths), found: wholeDataset.pairs.count,
      selection: masks.samples)
    facts.selected = reader.dataset.pairs.count
    facts.format = "images with masks"
    dataFacts = facts
    let first = SegmentationSource(
      reader: reader, wholeDataset: wholeDataset, goal: .destroyingTruth, classNames: modelFacts.classNames,
      region: try RegionResolving("all", seed: 0), axes: Self.axes)
    let (probeID, probe) = try first.firstUsable()
    self.probeID = probeID
    let shown = (network as? WindowedVictim)?.windows.window(0, of: probe) ?? probe
    caveats =
      try first.notes + SegmentationCaveats.of(loaded, model, probe: shown)
      + (windows == nil ? [] : ["Images are shown through windows, and there are no heat maps of parts."])
  }

  var bounds: ClosedRange<Float> { loaded.card.bounds ?? 0...1 }
  var discAndCup: DiscAndCup? { DiscAndCup(classNames: modelFacts.classNames) }
  var ids: [String] { reader.dataset.ids }

  /// The ids in an order of the seed: each draws a number of its own, so that a sample more moves no other.
  func order(seed: UInt64) -> [String] {
    ids.map { id -> (draw: UInt64, id: String) in
      var random = RandomStream(seed: seed, sample: id, attack: "order of a study")
      return (random.next(), id)
    }
    .sorted { $0 < $1 }.map(\.id)
  }

  /// Whether the region can be made for the first sample that can be read.
  ///
  /// - Throws: `RegionUnusable`: what cannot be made for one image for want of a file or of a name cannot be made for any.
  func check(region: String, seed: UInt64) throws {
    let source = SegmentationSource(
      reader: reader, wholeDataset: wholeDataset, goal: .destroyingTruth, classNames: modelFacts.classNames,
      region: try RegionResolving(region, seed: seed), axes: Self.axes)
    do { _ = try source.sample(id: probeID) } catch {
      throw RegionUnusable(region: region, place: "\(victim.name) on \(data.name)", reason: error)
    }
  }

  /// What the network draws of every image, compared with the truth.
  func cleanScores(shouldStop: () -> Bool) throws -> CleanScores? {
    var images: [CleanScores.Image] = []
    for id in ids {
      if shouldStop() { return nil }
      images.append(try cleanScore(id))
    }
    return CleanScores(images: images)
  }

  private func cleanScore(_ id: String) throws -> CleanScores.Image {
    let source = SegmentationSource(
      reader: reader, wholeDataset: wholeDataset, goal: .destroyingTruth, classNames: modelFacts.classNames,
      region: try RegionResolving("all", seed: 0), axes: Self.axes)
    guard let sample = try? source.sample(id: id), let truth = sample.truth,
      let drawn = try network.logits(of: Tensor(batching: [sample.input])).samples.first.flatMap({
        ClassMap(logits: $0)
      })
    else { return CleanScores.Image(sample: id, scores: nil) }
    let classCount = network.outputShape[0]
    var scores = MaskAgreement.scores(
      predicted: drawn.classes, reference: truth.classes, classCount: classCount, background: 0,
      ignored: Int(Mask.void))
    scores.boundary = BoundaryAgreement.scores(
      predicted: drawn, reference: truth, classCount: classCount, ignored: Int(Mask.void), spacing: sample.spacing)
    let ratio = discAndCup.map { eye in
      CupToDiscRatio(truth: eye.ratio(in: truth), before: nil, wanted: nil, after: eye.ratio(in: drawn))
    }
    return CleanScores.Image(sample: id, scores: scores, cupToDisc: ratio)
  }
}

/// A study's region that no image can have.
struct RegionUnusable: Error, CustomStringConvertible {
  let region: String
  let place: String
  let reason: any Error
  var description: String { "the study's region '\(region)' cannot be made for \(place): \(reason)" }
}
