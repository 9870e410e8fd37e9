import Evaluation

/// The names of a study's settings, for people.
enum StudyWords {
  static func threat(_ threat: ThreatModel) -> String {
    switch threat {
    case .whiteBox: "White-box: the attacker has the victim"
    case .sameArchitecture: "Transfer: same architecture, other data"
    case .sameData: "Transfer: other architecture, same data"
    case .neither: "Transfer: neither architecture nor data"
    }
  }

  static func shortThreat(_ threat: ThreatModel) -> String {
    switch threat {
    case .whiteBox: "white-box"
    case .sameArchitecture: "same architecture"
    case .sameData: "same data"
    case .neither: "neither"
    }
  }

  static func padding(_ mode: PaddingMode) -> String {
    switch mode {
    case .zerosEnd: "zeros at the end"
    case .zerosBegin: "zeros at the beginning"
    case .repeatLast: "last frame repeated"
    case .meanFrame: "mean frame"
    }
  }

  static func region(_ region: ContextRegion) -> String {
    switch region {
    case .paddingAfterCrop: "padding, after cropping to the action"
    case .idleFrames: "recorded idle frames"
    case .everythingButAction: "idle frames and padding"
    case .actionFrames: "action frames only"
    case .allFrames: "every frame"
    }
  }

  static func frames(_ region: String) -> String {
    switch region {
    case "all": "all frames"
    case "padding": "padding only"
    default: region
    }
  }

  static func norm(_ norm: String) -> String {
    switch norm {
    case "linf": "L∞"
    case "l2", "l1", "l0": norm.uppercased()
    default: norm
    }
  }

  static func restriction(_ restriction: String) -> String {
    let words = [
      "none": "none", "zeros": "only values that are zero", "nonzero": "only values that are not zero",
      "nonnegative": "only added, never taken away", "quantized": "in steps of the stored type",
      "scatterer": "shaped like a scatterer",
    ]
    return restriction.split(separator: "+").map { part in
      let name = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      return words[name] ?? name
    }.joined(separator: "; ")
  }

  static func experiment(_ experiment: StudyExperiment) -> String {
    switch experiment {
    case .accuracy: "clean accuracy"
    case .transfer: "threat models"
    case .padding: "padding alone"
    case .context: "the two padding experiments"
    case .importance: "frame importance"
    case .defences: "defences"
    case .plausible: "plausible perturbations"
    }
  }
}
