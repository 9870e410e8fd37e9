import Evaluation
import Networks
import Training

/// A network, data and settings, ready to train: what radar and segmentation have in common.
struct TrainingTask {
  let architecture: any Architecture
  let settings: TrainingSettings
  let layout: ExampleLayout
  let training: any ExampleSource
  let validation: (any ExampleSource)?
  let test: (any ExampleSource)?
  /// Without its result.
  let description: TrainingDescription
  /// What the victim card says, line by line.
  let card: [String]
  /// Compare with simple methods on the same split.
  let wantsBaselines: Bool
}
