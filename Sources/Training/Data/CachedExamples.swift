internal import Tensors

/// Reads every example once and keeps those that fit into memory; the others are read each time they are wanted.
public final class CachedExamples: ExampleSource {
  private let base: any ExampleSource
  private var kept: [Int: Example] = [:]
  private var bytesLeft: Int
  public let ids: [String]

  /// - Parameters:
  ///   - base: the source to read from.
  ///   - byteLimit: how much may be kept.
  public init(_ base: any ExampleSource, byteLimit: Int) {
    self.base = base
    ids = base.ids
    bytesLeft = byteLimit
  }

  public func example(at index: Int) throws -> Example {
    if let example = kept[index] { return example }
    let example = try base.example(at: index)
    let bytes = 4 * (example.input.count + example.target.classes.count)
    if bytes <= bytesLeft {
      bytesLeft -= bytes
      kept[index] = example
    }
    return example
  }

  /// How many examples are kept.
  public var keptCount: Int { kept.count }
}
