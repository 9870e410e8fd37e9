internal import Foundation
internal import Tensors

extension Safetensors {
  /// Writes a file of 32-bit floats, beside its place first: a reader sees the old file or the whole new one.
  ///
  /// The same tensors and metadata give the same bytes.
  ///
  /// - Throws: `SafetensorsError` for a name that the format keeps for itself; `FileError` where the file cannot be
  ///   written.
  public static func write(_ tensors: ParameterSet, metadata: [String: String] = [:], to path: String) throws {
    try FileReplacement.write(try bytes(of: tensors, metadata: metadata, path: path), to: path)
  }

  /// The bytes of such a file.
  static func bytes(of tensors: ParameterSet, metadata: [String: String], path: String) throws -> [UInt8] {
    guard tensors[SafetensorsHeader.metadataKey] == nil else {
      throw SafetensorsError(
        "a tensor is called '\(SafetensorsHeader.metadataKey)'", in: path, hint: "the format keeps that name: rename it"
      )
    }
    var header = SafetensorsHeader(entries: [:], metadata: metadata)
    var end = 0
    for (name, tensor) in tensors.elements {
      let start = end
      end += tensor.count * SafetensorsElement.f32.size
      header.entries[name] = SafetensorsEntry(
        dtype: SafetensorsElement.f32.rawValue, shape: tensor.shape, offsets: [start, end])
    }
    var bytes = try prelude(header)
    bytes.reserveCapacity(bytes.count + end)
    for (_, tensor) in tensors.elements { append(tensor, to: &bytes) }
    return bytes
  }

  /// Length and header; spaces after it bring the numbers to a multiple of eight bytes, as other writers do.
  private static func prelude(_ header: SafetensorsHeader) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = [UInt8](try encoder.encode(header))
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }

  private static func append(_ tensor: Tensor, to bytes: inout [UInt8]) {
    for scalar in tensor.scalars {
      withUnsafeBytes(of: scalar.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
}
