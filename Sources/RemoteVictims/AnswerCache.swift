internal import Foundation
internal import Tensors

/// Answers on disk, one small file a sample, named after the hash of model and input: a question is paid for once.
///
/// A file that is damaged is no answer; it is written again. Writing may fail (a full disk) without harm.
struct AnswerCache {
  private let folder: String
  private let model: String

  init?(folder: String?, model: String) throws(RemoteVictimError) {
    guard let folder else { return nil }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw RemoteVictimError(
        folder, "the cache cannot be made: \(error.localizedDescription)", remedy: "name another folder")
    }
    self.folder = folder
    self.model = model
  }

  func answer(to input: ArraySlice<Float>) -> [Float]? {
    guard let data = FileManager.default.contents(atPath: path(of: input)), data.count > 32 else { return nil }
    let (digest, content) = (data.prefix(32), data.dropFirst(32))
    guard Data(Self.digest(content)) == digest else { return nil }
    return LittleEndianFloats.floats(in: content)
  }

  func keep(_ answer: [Float], of input: ArraySlice<Float>) {
    let content = LittleEndianFloats.bytes(of: answer)
    try? FileReplacement.write(Self.digest(content) + [UInt8](content), to: path(of: input))
  }

  private static func digest(_ content: Data) -> [UInt8] { Array(SHA256.hexadecimal(content).utf8.prefix(32)) }

  private func path(of input: ArraySlice<Float>) -> String {
    var hash = SHA256()
    hash.update(Array(model.utf8) + [0])
    hash.update(LittleEndianFloats.bytes(of: Array(input)))
    return "\(folder)/\(hash.hexadecimalDigest()).answer"
  }
}
