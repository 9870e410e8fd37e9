/// Named tensors in a file: the format of Hugging Face's `safetensors`, which most frameworks read.
///
/// Eight bytes with the length of the header (little-endian), the header (JSON: name → type, shape, byte range; and
/// `__metadata__`, text by text), then the numbers, row-major and little-endian.
/// https://github.com/huggingface/safetensors
public enum Safetensors {
  /// What a file holds.
  public struct Contents: Sendable, Equatable {
    /// In the order of their bytes in the file.
    public let tensors: ParameterSet
    public let metadata: [String: String]

    public init(tensors: ParameterSet, metadata: [String: String]) {
      self.tensors = tensors
      self.metadata = metadata
    }
  }
}
