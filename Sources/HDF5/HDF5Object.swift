/// One object of a file: a group, a dataset, or something else that only its name is known of.
public struct HDF5Object: Equatable, Sendable {
  public enum Content: Equatable, Sendable {
    case group
    case dataset(HDF5Dataset)
    case namedType
    /// The object is there, but damaged; the reason in the library's words.
    case unreadable(String)
  }

  /// Its path from the root of the file, "." for the root itself.
  public let name: String
  public let content: Content

  public var dataset: HDF5Dataset? {
    if case .dataset(let dataset) = content { dataset } else { nil }
  }
}

/// The objects of a file in the order of their names, each once, however many links lead to it.
public struct HDF5Listing: Equatable, Sendable {
  public let objects: [HDF5Object]
  /// Why this is not everything; nil when it is.
  public let omission: String?

  public var datasets: [HDF5Dataset] { objects.compactMap(\.dataset) }
}
