internal import Evaluation
internal import Foundation
public import Networks
public import Tensors

/// The weights that training keeps: parameters and running statistics, with the network they belong to.
public struct BestWeights {
  public let architecture: AnyArchitecture
  public let weights: ParameterSet
  /// From 1.
  public let epoch: Int

  /// Reads a file that training has written.
  ///
  /// - Throws: what reading the file throws; `TrainingError` where it is something else; `NetworkError` where the weights
  ///   do not fit the network.
  public init(contentsOf path: String) throws {
    let contents = try Safetensors.read(contentsOf: path)
    guard let text = contents.metadata["chaff.architecture"],
      let epoch = contents.metadata["chaff.epoch"].flatMap(Int.init)
    else { throw TrainingError(path, "holds no trained network", remedy: "give a best.safetensors of chaff train") }
    do { architecture = try RecordCoding.decode(AnyArchitecture.self, from: Data(text.utf8)) } catch {
      throw TrainingError(
        path, "its architecture cannot be read (\(error))", remedy: "it is damaged, or of another version")
    }
    try architecture.base.specification().check(contents.tensors)
    self.epoch = epoch
    weights = contents.tensors
  }

  init(architecture: AnyArchitecture, weights: ParameterSet, epoch: Int) {
    self.architecture = architecture
    self.weights = weights
    self.epoch = epoch
  }

  func write(to path: String) throws {
    let text = String(decoding: try RecordCoding.line(architecture), as: UTF8.self)
    try Safetensors.write(
      weights, metadata: ["chaff.architecture": text, "chaff.epoch": "\(epoch)"], to: path)
  }

  /// All tensors in the order of the specification: parameters, then running statistics.
  public func ordered() throws -> [Tensor] {
    let specification = try architecture.base.specification()
    return try weights.tensors(named: specification.parameters.map(\.name) + specification.runningStatistics)
  }
}
