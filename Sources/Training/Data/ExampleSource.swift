/// Where examples come from: a folder of recordings, of images and masks, or memory.
public protocol ExampleSource {
  /// Unique, in the source's order.
  var ids: [String] { get }

  /// - Throws: what is wrong with this one; training cannot go on without it.
  func example(at index: Int) throws -> Example
}

extension ExampleSource {
  public var count: Int { ids.count }
}

/// Examples that are in memory.
public struct StoredExamples: ExampleSource {
  public let examples: [Example]

  public init(_ examples: [Example]) { self.examples = examples }

  public var ids: [String] { examples.map(\.id) }
  public func example(at index: Int) -> Example { examples[index] }
}

/// Some examples of another source, in another order.
public struct ExampleSubset: ExampleSource {
  private let base: any ExampleSource
  private let indices: [Int]
  public let ids: [String]

  public init(_ base: any ExampleSource, indices: [Int]) {
    self.base = base
    self.indices = indices
    let all = base.ids
    ids = indices.map { all[$0] }
  }

  public func example(at index: Int) throws -> Example { try base.example(at: indices[index]) }
}
