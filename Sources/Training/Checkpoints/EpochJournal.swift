public import Evaluation
internal import Foundation
internal import Tensors

/// training.jsonl: one line an epoch, written whole each time so that a reader never sees half a line.
public struct EpochJournal: Sendable {
  public private(set) var epochs: [TrainingEpoch]
  private let path: String

  /// An empty journal; nothing is written yet.
  init(path: String) {
    self.path = path
    epochs = []
  }

  /// Reads the epochs that a run has finished, those after epoch `limit` left out.
  ///
  /// - Throws: `FileError`, or `TrainingError` for a line that cannot be read.
  public init(contentsOf path: String, upTo limit: Int? = nil) throws {
    self.path = path
    let source = try ByteSource(contentsOf: path)
    let text = String(decoding: try source.bytes(at: 0, count: source.count), as: UTF8.self)
    epochs = try text.split(separator: "\n").enumerated().map { number, line in
      do { return try RecordCoding.decode(TrainingEpoch.self, from: Data(line.utf8)) } catch {
        throw TrainingError(path, "line \(number + 1) is no epoch (\(error))", remedy: "remove the line")
      }
    }
    if let limit { epochs.removeAll { $0.epoch > limit } }
  }

  mutating func append(_ epoch: TrainingEpoch) throws {
    epochs.append(epoch)
    var text = Data()
    for epoch in epochs { text += try RecordCoding.line(epoch) + Data("\n".utf8) }
    try FileReplacement.write([UInt8](text), to: path)
  }
}
