/// What a run knows about the data it attacked with.
public struct DataFacts: Sendable, Codable, Equatable {
  /// The folder's (or file's) name, without the path to it.
  public var folder: String
  /// The layout recognised, in words: "KKT", "Soli", "image folder with masks".
  public var format: String?
  /// Samples found, before the selection.
  public var found: Int
  /// Samples in the run.
  public var selected: Int
  /// How they were chosen, in words: "recordings 140-179 of each class".
  public var selection: String
  /// Samples of the run per class, in class order; empty for segmentation.
  public var perClass: [Int] = []
  /// Of the files' names and contents, in order (see `FileTreeHash`).
  public var sha256: String
  public var files: [FileFacts] = []

  public init(folder: String, found: Int, selected: Int, selection: String, sha256: String) {
    self.folder = folder
    self.found = found
    self.selected = selected
    self.selection = selection
    self.sha256 = sha256
  }
}

/// One file of the data.
public struct FileFacts: Sendable, Codable, Equatable {
  /// Relative to the data folder.
  public var path: String
  public var bytes: Int
  public var sha256: String

  public init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }
}
