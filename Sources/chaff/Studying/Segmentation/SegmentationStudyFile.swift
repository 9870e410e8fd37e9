import Attacks
import Engine
import Evaluation

/// A study of segmentation networks as its YAML file describes it; `docs/study.md` lists the keys.
struct SegmentationStudyFile {
  struct Victim {
    let name: String
    /// A victim card or an ONNX file.
    let card: String
    /// Flags of the model, as `chaff score segmentation` has them.
    let options: [String]
    /// Flags that bring images to its size, added to those of every data set.
    let geometry: [String]
    /// Nil: those of the study.
    let windows: WindowRequest?
  }

  struct DataSet {
    let name: String
    let folder: String
    /// Flags that say which files are masks and how they are read.
    let options: [String]
    /// Nil: those of the study.
    let goals: [String]?
  }

  /// Masks to draw, with every attack that is compared.
  struct Targeted {
    var pairs = 8
    var iterations = 60
    /// Of attacks that are in the table of smallest changes alone; nil: as many.
    var minimalIterations: Int?
    var ablation = ["ssm", "asm", "asma", "ssm-literal", "asm-literal", "asma-literal"]
    var minimal = ["asma", "alma-prox", "pdpgd", "fmn"]

    /// Every attack once: the ablation first.
    var attacks: [String] { ablation + minimal.filter { !ablation.contains($0) } }

    func iterations(of attack: String) -> Int {
      ablation.contains(attack) ? iterations : minimalIterations ?? iterations
    }
  }

  /// True masks to be lost.
  struct Untargeted {
    var images = 8
    var iterations = 20
    var attacks = ["pgd", "segpgd", "cospgd", "padam-ce", "apgd", "sea"]
    var norm = Norm.linf
    var sizes: [NumberText] = ["4/255", "8/255"].compactMap { NumberText($0) }
  }

  struct Goals {
    var images = 1
    var iterations = 100
    var attack = "asma"
    /// Nil: the usual ones, as far as the victim's classes allow them.
    var masks: [String]?
  }

  /// What stands for another sample's mask in a list of goals.
  static let nextMask = "next"

  var path: String
  var title: String
  var victims: [Victim] = []
  var dataSets: [DataSet] = []
  var parts = SegmentationStudyDescription.Part.allCases
  /// Each draws its own images and pairs, and everything random in attacks.
  var seeds: [UInt64] = [1]
  /// The mean IoU with the wanted mask from which on it counts as drawn.
  var success = 0.95
  var region = "all"
  /// Images of each victim and data set of which pictures are kept.
  var examples = 1
  /// What searches are computed in; what counts as drawn or lost is decided in f32.
  var precision = PrecisionChoice.f32
  /// Layers are run again for gradients rather than kept (`Plan`).
  var recomputes = false
  /// Windows for every victim that has none of its own; nil to show images whole.
  var windows: WindowRequest?
  var targeted = Targeted()
  var untargeted = Untargeted()
  var goals = Goals()
}
