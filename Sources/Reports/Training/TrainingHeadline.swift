import Evaluation

/// The result of a training run in words and in a few numbers, and what must be known before believing them.
struct TrainingHeadline {
  let training: TrainingDescription
  let epochs: [TrainingEpoch]
  let unreadableCount: Int

  private var result: TrainingResult? { training.result }
  private var score: TrainingScore { TrainingScore(name: training.scoreName) }

  var markup: Markup {
    .fragment([
      .tag("div", ["class": "headline"]) { [state, outcome, baselines, course].compactMap(\.self) }, tiles,
      CaveatBox(items: caveats).markup,
    ])
  }

  // MARK: Sentences

  private var state: Markup? {
    switch training.state {
    case .complete: nil
    case .running: unfinished("This training has not ended. ", "Every number below is that of the epochs so far.")
    case .interrupted:
      unfinished("This training was stopped. ", "'chaff train --resume' goes on from its last checkpoint.")
    case .failed:
      unfinished(
        "This training failed. ",
        (result?.failure?.words ?? result?.reason ?? "The reason was not recorded.")
          + " The last good checkpoint was kept.")
    }
  }

  private func unfinished(_ verdict: String, _ words: String) -> Markup {
    .tag("p") {
      Markup.tag("strong", verdict)
      words
    }
  }

  private var outcome: Markup? {
    if let test = result?.classification {
      return .tag("p") {
        "On the test part, which played no role in training, "
        Markup.name(training.network.identifier)
        " names the class of "
        Markup.tag("strong", Words.share(test.accuracy))
        " of the \(TrainingScore.noun(training.task)) correctly."
      }
    }
    if let test = result?.segmentation {
      return .tag("p") {
        "On the test part, which played no role in training, the masks of "
        Markup.name(training.network.identifier)
        " agree with the true ones with a median Dice of "
        Markup.tag("strong", Numeral.fixed(test.dice.median, places: 3))
        " (quartiles \(Words.quartiles(test.dice, places: 3)); \(Numeral.count(test.dice.count, "image")))."
      }
    }
    guard training.state == .complete else { return nil }
    return .tag(
      "p",
      "No test part was named, so nothing is known about samples that training has not seen. The scores below are those "
        + "of the training and validation parts.")
  }

  private var baselines: Markup? {
    guard let test = result?.classification, test.accuracy.total > 0 else { return nil }
    let others = TrainingComparison(training: training).others
    guard !others.isEmpty else { return nil }
    let list = Words.list(others.map { "\($0.name) \(Numeral.percent($0.accuracy.rate))" })
    return .tag("p", "For comparison on the same split: \(list).\(verdict(test.accuracy, others))")
  }

  /// Whether the test part is large enough to say that the network beats the best of the simple methods.
  private func verdict(_ accuracy: Proportion, _ others: [TrainingComparison.Entry]) -> String {
    guard let best = others.max(by: { $0.accuracy.rate < $1.accuracy.rate }) else { return "" }
    if accuracy.lower > best.accuracy.upper { return " The network’s interval lies above all of theirs." }
    if accuracy.upper < best.accuracy.lower { return " The network’s interval lies below that of \(best.name)." }
    return " The intervals of the network and of \(best.name) overlap: this test part does not tell them apart."
  }

  private var course: Markup? {
    guard let result, let best = result.bestEpoch else { return nil }
    let part = training.data.validation.count > 0 ? "validation" : "training"
    return .tag(
      "p",
      "The weights kept are those of epoch \(best) of \(Numeral.count(result.epochs)), which had the best \(part) score "
        + "(\(training.scoreName) \(score.text(result.bestScore))). Training took "
        + "\(Numeral.duration(seconds: result.seconds)) and ended because of: \(result.reason).")
  }

  // MARK: Tiles

  private var tiles: Markup {
    var tiles: [Tile] = []
    if let test = result?.classification { tiles.append(Tile("Test accuracy", test.accuracy)) }
    if let test = result?.segmentation {
      tiles.append(
        Tile(
          "Test Dice, median", Numeral.fixed(test.dice.median, places: 3),
          "quartiles \(Words.quartiles(test.dice, places: 3)); \(Numeral.count(test.dice.count, "image"))"))
    }
    let others = TrainingComparison(training: training).others
    if let best = others.max(by: { $0.accuracy.rate < $1.accuracy.rate }) {
      tiles.append(Tile("Best simple method: \(best.name)", best.accuracy))
    }
    tiles.append(
      Tile(
        "Parameters", Numeral.count(training.network.parameterCount), "trained numbers; running statistics not counted")
    )
    if let seconds = result?.seconds {
      tiles.append(Tile("Time", Numeral.duration(seconds: seconds), pace))
    }
    return Tile.row(tiles)
  }

  private var pace: String {
    let rates = Quartiles(of: epochs.map(\.samplesPerSecond))
    let count = Numeral.count(result?.epochs ?? epochs.count, "epoch")
    return rates.count > 0 ? "\(count), median \(Numeral.significant(rates.median)) samples a second" : count
  }

  private var caveats: [Markup] {
    var items = training.caveats.map { Markup.text($0) }
    if unreadableCount > 0 {
      items.append(
        .text("\(Numeral.count(unreadableCount, "line")) of training.jsonl could not be read and are missing below."))
    }
    return items
  }
}
