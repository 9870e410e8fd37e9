internal import Attacks
internal import Tensors

/// One optimiser step.
extension Trainer {
  /// - Throws: `TrainingFailure` when the loss or a gradient is not finite: then nothing has changed.
  func takeStep(_ indices: [Int], epoch: Int) throws {
    let examples = try indices.map { index in
      let example = try training.example(at: index)
      try check(example)
      return settings.augmentation.applied(to: example, layout: layout, seed: settings.seed, epoch: epoch)
    }
    let inputs = try trainingInputs(examples, epoch: epoch)
    let masks = DropoutDraw.masks(network.masks, seed: settings.seed, step: state.step)
    let targets = examples.map(\.target)
    var losses: [Double] = []
    let pass: TrainableNetwork.Pass
    do {
      pass = try network.pass(inputs, masks: masks) { logits in
        let evaluation = loss(logits, targets)
        losses = evaluation.values
        guard losses.allSatisfy(\.isFinite) else { throw LossNotFinite() }
        return evaluation.cotangent
      }
    } catch is LossNotFinite {
      throw nonFinite().failure(examples, inputs: inputs, masks: masks, gradients: nil)
    }
    let norm = GradientNorm.global(pass.gradients)
    guard norm.isFinite else {
      throw nonFinite().failure(examples, inputs: inputs, masks: masks, gradients: pass.gradients)
    }
    update(pass, norm: norm)
    let scores = zip(pass.logits.samples, targets).map { Prediction.score($0, $1) }
    record(losses: losses, scores: scores, norm: norm)
  }

  /// η of a step, from 0.
  func rate(ofStep step: Int) -> Double {
    settings.schedule.rate(atStep: max(step, 0), of: settings.epochs * stepsPerEpoch, peak: settings.rate)
  }

  private func update(_ pass: TrainableNetwork.Pass, norm: Double) {
    optimizer.step(
      &network.parameters, gradients: pass.gradients,
      scale: GradientNorm.clippingScale(norm: norm, limit: settings.clipping), rate: rate(ofStep: state.step))
    network.updateStatistics(pass.batchStatistics)
    state.step += 1
    state.stepInEpoch += 1
    average?.update(network.parameters + network.statistics, stepCount: state.step)
  }

  private func record(losses: [Double], scores: [Double], norm: Double) {
    state.lossSum += losses.reduce(0, +)
    state.scoreSum += scores.reduce(0, +)
    state.exampleCount += losses.count
    state.normSum += norm
  }

  private func nonFinite() -> NonFiniteSearch { NonFiniteSearch(network: network, step: state.step + 1) }

  private func check(_ example: Example) throws(TrainingError) {
    let positions = Array(layout.outputShape.dropFirst()).product
    guard example.input.shape == layout.shape, example.target.classes.count == positions else {
      throw TrainingError(
        example.id, "has the shape \(example.input.shape) and \(example.target.classes.count) target(s)",
        remedy: "the network takes \(layout.shape) and needs \(positions)")
    }
  }

  private struct LossNotFinite: Error {}
}

// MARK: - Adversarial training

extension Trainer {
  /// What the training pass is given: the examples, perturbed ones, or (TRADES) both, the clean ones first.
  private func trainingInputs(_ examples: [Example], epoch: Int) throws -> Tensor {
    let clean = Tensor(batching: examples.map(\.input))
    guard let search else { return clean }
    let weights = network.parameters + network.statistics
    if search.settings.method == .trades {
      let reference = try evaluation.logits(ofBatch: clean, weights: weights)
      let perturbed = try search.perturbed(examples, epoch: epoch) { inputs, _ in
        try evaluation.gradient(at: inputs, weights: weights) {
          DivergenceLoss.evaluate(clean: reference, perturbed: $0).perturbed
        }
      }
      return Tensor(shape: [2 * examples.count] + layout.shape, scalars: clean.scalars + perturbed.scalars)
    }
    let targets = examples.map(\.target)
    return try search.perturbed(examples, epoch: epoch) { inputs, step in
      let raised = raised(atStep: step, of: search.settings)
      return try evaluation.gradient(at: inputs, weights: weights) { raised($0, targets).cotangent }
    }
  }

  /// The loss that the attacker of training examples raises.
  private func raised(
    atStep step: Int, of attack: AdversarialTraining
  ) -> (Tensor, [TrainingTarget]) -> LossEvaluation {
    guard attack.method == .segPGD else { return settings.loss.callAsFunction }
    return SegPGDLoss(step: step, of: attack.steps).callAsFunction
  }

  /// The loss of a training pass; of TRADES: the loss of the clean half plus β times the divergence of the other.
  private func loss(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    guard let adversarial = settings.adversarial, adversarial.method == .trades else {
      return settings.loss(logits, targets)
    }
    let half = logits.count / 2
    let shape = [targets.count] + logits.sampleShape
    let clean = Tensor(shape: shape, scalars: Array(logits.scalars[..<half]))
    let perturbed = Tensor(shape: shape, scalars: Array(logits.scalars[half...]))
    let plain = settings.loss(clean, targets)
    let divergence = DivergenceLoss.evaluate(clean: clean, perturbed: perturbed)
    let weight = adversarial.divergenceWeight
    let cleanPart = zip(plain.cotangent.scalars, divergence.clean.scalars).map { $0 + Float(weight) * $1 }
    return LossEvaluation(
      values: zip(plain.values, divergence.values).map { $0 + weight * $1 },
      cotangent: Tensor(
        shape: logits.shape, scalars: cleanPart + divergence.perturbed.scalars.map { Float(weight) * $0 }))
  }
}
