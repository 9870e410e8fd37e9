import Attacks
import Engine
import RemoteVictims

/// An experiment as a YAML file states it; docs/experiment.md lists the keys.
struct ExperimentFile {
  struct Victim {
    var name: String
    /// The card or ONNX file; of a served model the card alone, for axes, transform, bounds and classes.
    ///
    /// Empty for an ensemble.
    var card: String
    /// Where the model is served; nil for one that runs here.
    var server: Server?
    /// The victims that this one is the mean of; nil for one with a card of its own.
    var ensemble: Ensemble?
    /// What is done to every input before the model sees it.
    var preprocessing: Preprocessing?
    /// What is done to inputs at random before that.
    var randomized: Randomization?
    /// Of the file.
    var line: Int?
  }

  struct Ensemble {
    var members: [String]
    /// One a member, in any size; equal where nil.
    var weights: [Double]?
  }

  struct Randomization {
    var transformation: RandomTransformation
    /// How many draws an attack's pass averages.
    var draws: Int
    /// How many other draws vote on what counts.
    var votes: Int
  }

  struct Server {
    var address: String
    var model: String
    var output: String?
    var settings: RemoteVictimSettings
  }

  /// One entry of `attacks`: an attack and everything that it is varied over.
  struct Attack {
    /// In the catalogue, or `corruptions` for all that the inputs can suffer.
    var name: String
    var norm: Norm?
    /// One nil where no size is stated.
    var sizes: [Double?]
    var request: AttackRequest
    var regions: [String]
    var goals: [String]
    var seeds: [UInt64]
    /// Of corruptions; nil for attacks.
    var severities: [Int]?
    /// What perturbations must look like; nil for any.
    var plausible: PlausibleChoice?
    /// Of the file.
    var line: Int?

    static let allCorruptions = "corruptions"
  }

  var path: String
  var title: String
  var data: String
  /// Of the file.
  var dataLine: Int?
  var recordings: String
  /// How images are brought to the victims' size, as the flags of 'attack image'.
  var geometry: [String]
  var limit: Int?
  var seed: UInt64
  var batch: Int
  /// What searches are computed in.
  var precision: PrecisionChoice
  /// Layers are run again for gradients rather than kept (`Plan`).
  var recomputes: Bool
  var victims: [Victim]
  var attacks: [Attack]
  /// Every attack is also searched on each other victim and judged on this one.
  var transfers: Bool
  var savesArrays: Bool
  /// The checks are made that need passes of their own.
  var probes: Bool
}
