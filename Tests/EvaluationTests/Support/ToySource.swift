import Evaluation
import Tensors

/// Samples made from their index; some can be made to fail.
struct ToySource: SampleSource {
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  var ids: [String]
  var make: (Int) -> ClassificationSample
  var broken: Set<Int> = []
  var didLoad: (Int) -> Void = { _ in }
  var loadsBesideVictim = false

  func load(_ index: Int) throws -> ClassificationSample {
    didLoad(index)
    if broken.contains(index) { throw Unreadable(description: "file \(index) is truncated; copy it again") }
    return make(index)
  }
}
