import Evaluation
import Foundation
import Training

/// Shows how training goes: one line that is rewritten, and one that stays for every epoch.
final class TrainingWatch {
  private var line: ProgressLine
  private let scoreName: String
  private let isQuiet: Bool
  private var firstStep: Int?

  init(_ task: TrainingTask, what: String = "Training", isQuiet: Bool) {
    line = ProgressLine(what, isQuiet: isQuiet)
    scoreName = task.description.scoreName
    self.isQuiet = isQuiet
  }

  var control: TrainingControl {
    TrainingControl(
      didStep: { self.show($0) }, didFinishEpoch: { self.show($0) }, shouldStop: { Interruption.isRequested })
  }

  private func show(_ progress: TrainingProgress) {
    let done = (progress.epoch - 1) * progress.steps + progress.step
    let earlier = firstStep ?? done - 1
    firstStep = earlier
    var note = String(
      format: "epoch %d/%d  loss %.4f  %@ %.3f", progress.epoch, progress.epochs, progress.loss, scoreName,
      progress.score)
    if let best = progress.bestScore { note += String(format: "  best %.3f", best) }
    line.update(done, of: progress.epochs * progress.steps, earlier: earlier, note: note)
  }

  private func show(_ epoch: TrainingEpoch) {
    guard !isQuiet else { return }
    var text = String(
      format: "Epoch %3d  loss %.4f  %@ %.3f", epoch.epoch, epoch.trainingLoss, scoreName, epoch.trainingScore)
    if epoch.validationScore.isFinite {
      text += String(format: "  validation loss %.4f  %@ %.3f", epoch.validationLoss, scoreName, epoch.validationScore)
    }
    text += String(format: "  rate %.2g  %.1f s", epoch.learningRate, epoch.seconds)
    if epoch.isBest, epoch.validationScore.isFinite { text += "  best" }
    Console.error(Console.errorIsTerminal ? "\r\u{1B}[K\(text)" : text)
  }
}
