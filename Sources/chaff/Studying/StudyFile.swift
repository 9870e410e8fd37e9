import Attacks
import Engine
import Evaluation

/// STUDY.yaml: victims, recordings, attacks and experiments; docs/study.md lists the keys.
struct StudyFile {
  struct Victim {
    var name: String
    /// The card of a trained model; nil for one that is to be trained.
    var card: String?
    /// Arguments of `chaff train radar`, without `--output`.
    var training: [String]?
    var architecture: String
    var trainedOn: String
    /// The victim that it is a defended form of.
    var defends: String?
    var defence: String?
    var words: String?
    var takesValidity: Bool
  }

  struct Attack {
    enum Method: String, CaseIterable { case fgsm, bim, pgd, cw }

    var name: String
    var method: Method
    var norm: Norm
    var size: Double?
    var steps: Int
    var confidence: Double
    var searches: Int
    var learningRate: Double
  }

  /// An L2 size for a Linf one, where none is stated: about that of a change of a few thousand cells.
  static let l2Factor: Float = 60

  let path: String
  var title: String
  var data: String
  /// Which recordings are attacked.
  var test: String
  /// At most so many of them, evenly spread; nil for all.
  var recordings: Int?
  var seed: UInt64
  var batch: Int
  /// What searches are computed in; what counts as a success is decided in f32.
  var precision: PrecisionChoice
  /// Layers are run again for gradients rather than kept (`Plan`).
  var recomputes: Bool
  /// Arguments that all trainings share.
  var training: [String]
  var victims: [Victim]
  var attacks: [Attack]
  var goals = StudyGoal.allCases
  var experiments: Set<StudyExperiment> = Set(StudyExperiment.allCases)
  var sweep = StudySweep()
  /// The size of experiments that have none of their own.
  var size: Double
  var paddingModes = PaddingMode.allCases
  var paddingShares: [Double] = [0, 0.25, 0.5, 0.75]
  var paddingSizes: [Double]?
  var contextRegions = ContextRegion.allCases
  var contextSizes: [Double]?
  /// The share of padding where padding is attacked by the experiments on importance and defences.
  var paddedShare = 0.5
  var importanceNorm = Norm.l2
  var importanceSize: Double?
  var topShare = 0.25
  var defenceSize: Double?
  var rezeroes = true
  var plausibleSize: Double?
  var restrictions: [String] = []
  var window = WindowLobe.hann
  var zeroPadding = 1
  var examples = 2
  var limits: [StudyExperiment: Int] = [:]
}
