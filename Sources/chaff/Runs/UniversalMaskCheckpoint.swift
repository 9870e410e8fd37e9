import Attacks
import Evaluation
import Foundation
import Networks
import Tensors

/// The last state of a universal search, as one safetensors file: `perturbation`, `best`, and counters as JSON.
///
/// Arrays keep their bits and counters their digits: what goes on from the file ends as what never stopped.
struct UniversalMaskCheckpoint {
  let state: UniversalMaskState
  /// Spent so far.
  let seconds: Double

  private static let key = "chaff.search"

  private struct Counters: Codable {
    let progress: UniversalMaskState.Progress
    let seconds: Double
  }

  init(_ state: UniversalMaskState, seconds: Double) { (self.state, self.seconds) = (state, seconds) }

  /// Nil where no step was finished.
  ///
  /// - Throws: `CheckpointDamaged` for a file that is none.
  init?(contentsOf path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let contents = try Safetensors.read(contentsOf: path)
      let counters = try RecordCoding.decode(Counters.self, from: Data((contents.metadata[Self.key] ?? "").utf8))
      guard let perturbation = contents.tensors["perturbation"], let best = contents.tensors["best"] else {
        throw CheckpointDamaged(path: path, reason: "it has no perturbation")
      }
      state = UniversalMaskState(perturbation: perturbation, best: best, progress: counters.progress)
      seconds = counters.seconds
    } catch let damaged as CheckpointDamaged {
      throw damaged
    } catch {
      throw CheckpointDamaged(path: path, reason: "\(error)")
    }
  }

  /// Writes it beside `path`, then puts it in place.
  func write(to path: String) throws {
    var tensors = ParameterSet()
    tensors["perturbation"] = state.perturbation
    tensors["best"] = state.best
    let counters = try RecordCoding.line(Counters(progress: state.progress, seconds: seconds))
    try Safetensors.write(tensors, metadata: [Self.key: String(decoding: counters, as: UTF8.self)], to: path)
  }
}

struct CheckpointDamaged: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(path) is no state of a search (\(reason)); start the search anew with --force" }
}
