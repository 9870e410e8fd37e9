/// Where a sample's arrays stand in its batch's shard: "00012/clean", "00012/attack0/adversarial".
struct ShardNames {
  let batch: Int
  let sample: Int

  var clean: String { group + "/clean" }
  var truth: String { group + "/truth" }
  var target: String { group + "/target" }
  var predictionBefore: String { group + "/predictionBefore" }

  func placed(_ arrays: [NamedArray], attack: Int) -> [NamedArray] {
    arrays.map { NamedArray(name: path($0.name, attack: attack), tensor: $0.tensor) }
  }

  /// References to the sample's clean input and to the arrays of one attack on it, which are named by their role.
  func references(to arrays: [NamedArray], attack: Int) -> ArrayReferences {
    var references = ArrayReferences(shard: RunPaths.shard(ofBatch: batch))
    references.clean = clean
    for array in arrays {
      let path = path(array.name, attack: attack)
      switch array.name {
      case "adversarial": references.adversarial = path
      case "heatBefore": references.heatBefore = path
      case "heatAfter": references.heatAfter = path
      case "predictionAfter": references.predictionAfter = path
      default: preconditionFailure("ShardNames: no reference for an array named '\(array.name)'")
      }
    }
    return references
  }

  private var group: String {
    let digits = String(sample)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private func path(_ name: String, attack: Int) -> String { "\(group)/attack\(attack)/\(name)" }
}
