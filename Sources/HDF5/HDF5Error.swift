/// What went wrong with an HDF5 file, on which object, and what to do about it.
public struct HDF5Error: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of failure it is, for code that reacts to it; people read the description.
  public enum Kind: String, Sendable {
    case missingFile, unreadableFile, notHDF5, damagedFile
    case missingObject, wrongKind, missingFilter, implausibleSize, outOfMemory
    /// The library crashed on this file, in the process that reads for us.
    case crashed
    case timedOut
    case cannotStart
    case cannotWrite
  }

  public let kind: Kind
  public let path: String
  /// The dataset, group or attribute concerned; nil when it is the file as a whole.
  public let object: String?
  /// The reason, in the library's or the system's own words where they are known.
  public let detail: String

  public init(_ kind: Kind, path: String, object: String? = nil, detail: String) {
    self.kind = kind
    self.path = path
    self.object = object
    self.detail = detail
  }

  public var description: String {
    let place = object.map { "\(path): '\($0)'" } ?? path
    return "\(place): \(what) (\(detail)); \(remedy)"
  }

  private var what: String {
    switch kind {
    case .missingFile: "no such file"
    case .unreadableFile: "the file cannot be read"
    case .notHDF5: "this is not an HDF5 file"
    case .damagedFile: "the file is damaged or cut short"
    case .missingObject: "there is no such object, or it cannot be opened"
    case .wrongKind: "this holds something else than was asked for"
    case .missingFilter: "its compression filter is not installed"
    case .implausibleSize: "its claimed size is not believable"
    case .outOfMemory: "out of memory"
    case .crashed: "the file is damaged so badly that the HDF5 library crashed on it"
    case .timedOut: "the HDF5 library found no end in it"
    case .cannotStart: "no process could be started to read it"
    case .cannotWrite: "the file cannot be written"
    }
  }

  private var remedy: String {
    switch kind {
    case .missingFile: "check the path"
    case .unreadableFile: "check its permissions and that it is a file"
    case .notHDF5: "give a .h5 file; it may be of another format or empty"
    case .damagedFile, .crashed, .timedOut, .implausibleSize: "copy or download it again, or leave it out"
    case .missingObject, .wrongKind: "`chaff inspect` lists what the file holds"
    case .missingFilter:
      "install the filter and set HDF5_PLUGIN_PATH, or repack the file with `h5repack -f GZIP=4 OLD NEW` where it can be read"
    case .outOfMemory: "close other programs or read fewer rows"
    case .cannotStart: "raise the limits on processes and memory"
    case .cannotWrite: "check the folder, its permissions and the space left"
    }
  }
}
