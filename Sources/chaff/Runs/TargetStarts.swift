import Attacks
import Evaluation
import Tensors

/// Where targeted attacks begin that see decisions alone: samples of the wanted class, which random points seldom reach.
struct TargetStarts {
  /// Each costs a question a sample; of several the search takes the one whose way crosses the boundary first.
  static let most = 5

  let victim: any Victim
  /// The class wanted, and its name.
  let target: Int
  let className: String

  /// The first samples of the class, in the data's order, that the victim takes for it.
  ///
  /// Whatever part of the data is attacked, the starts come from all of it, so that parts begin where the whole does.
  /// `places` says where in `source` samples of the class are; what cannot be read is passed over.
  ///
  /// - Throws: `NoStart` when there is none.
  func inputs(at places: [Int], of source: some SampleSource<ClassificationSample>) throws -> [Tensor] {
    var inputs: [Tensor] = []
    for place in places where inputs.count < Self.most {
      guard let sample = try? source.load(place), sample.label == target, sample.input.shape == victim.inputShape else {
        continue
      }
      let logits = try victim.logits(of: Tensor(batching: [sample.input]))
      if Prediction.classIndices(of: logits).first == target { inputs.append(sample.input) }
    }
    guard !inputs.isEmpty else { throw NoStart(className: className, found: places.count) }
    return inputs
  }
}

/// Nothing to begin a targeted attack at.
struct NoStart: Error, CustomStringConvertible {
  let className: String
  let found: Int

  var description: String {
    let what =
      found == 0
      ? "there is no sample of the class \(className) in the selected data"
      : "the model takes none of the \(found) samples of the class \(className) for it"
    return
      "\(what); a targeted attack that sees decisions alone begins at such a sample: select more of the data, or another "
      + "class"
  }
}
