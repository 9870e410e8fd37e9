internal import Evaluation
internal import Foundation
public import Networks
internal import Tensors

/// Everything that is needed to go on with training, as one safetensors file.
///
/// | tensor | what |
/// |---|---|
/// | `NAME` | parameters and running statistics, as in `ParameterSet` |
/// | `optimizer.SLOT/NAME` | what the optimiser remembers of a parameter |
/// | `average/NAME` | the moving average of parameters and running statistics, where one is kept |
///
/// Metadata, as JSON: `chaff.architecture`, `chaff.settings`, `chaff.loop` (counters), `chaff.data` (text that identifies
/// the data). No time stamps: equal training gives equal bytes.
public struct Checkpoint {
  public let architecture: AnyArchitecture
  public let settings: TrainingSettings
  /// What the data were.
  public let dataIdentity: String
  let loop: LoopState
  let tensors: ParameterSet

  init(
    architecture: AnyArchitecture, settings: TrainingSettings, dataIdentity: String, loop: LoopState,
    tensors: ParameterSet
  ) {
    self.architecture = architecture
    self.settings = settings
    self.dataIdentity = dataIdentity
    self.loop = loop
    self.tensors = tensors
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: what reading the file throws; `TrainingError` where it is no checkpoint of training.
  public init(contentsOf path: String) throws {
    let contents = try Safetensors.read(contentsOf: path)
    func value<Value: Decodable>(_ key: String) throws -> Value {
      guard let text = contents.metadata[key] else {
        throw TrainingError(
          path, "has no '\(key)'", remedy: "give a checkpoint.safetensors that chaff train has written")
      }
      do { return try RecordCoding.decode(Value.self, from: Data(text.utf8)) } catch {
        throw TrainingError(path, "'\(key)' cannot be read (\(error))", remedy: "it is damaged, or of another version")
      }
    }
    self.init(
      architecture: try value("chaff.architecture"), settings: try value("chaff.settings"),
      dataIdentity: contents.metadata["chaff.data"] ?? "", loop: try value("chaff.loop"), tensors: contents.tensors)
  }

  /// Writes it beside `path`, then puts it in place.
  func write(to path: String) throws {
    try Safetensors.write(
      tensors,
      metadata: [
        "chaff.architecture": try Self.text(architecture), "chaff.settings": try Self.text(settings),
        "chaff.loop": try Self.text(loop), "chaff.data": dataIdentity,
      ], to: path)
  }

  private static func text(_ value: some Encodable) throws -> String {
    String(decoding: try RecordCoding.line(value), as: UTF8.self)
  }
}
