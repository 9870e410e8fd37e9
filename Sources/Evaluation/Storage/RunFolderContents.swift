internal import Foundation

/// What lies in a run folder, beyond the journal: making it, listing it, clearing it.
enum RunFolderContents {
  /// Makes the folder if need be.
  ///
  /// - Returns: the names in it, a left lock file aside.
  @discardableResult
  static func made(at path: String) throws(RunFolderError) -> [String] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw .system(cannot: "make the folder", path, code: ENOTDIR)
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "run.lock" }
    } catch {
      throw .system(cannot: "make the folder", path, code: systemCode(of: error))
    }
  }

  /// Removes what an earlier run left, and nothing else.
  static func removeRun(_ paths: RunPaths) throws(RunFolderError) {
    for file in [paths.description, paths.journal, paths.summary, paths.report] { try remove(file) }
    try removeShards(paths) { _ in true }
  }

  /// Removes the shards of some batches, and every unfinished shard.
  static func removeShards(_ paths: RunPaths, where isUnwanted: (_ batch: Int) -> Bool) throws(RunFolderError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: paths.arrays)) ?? []
    for name in names {
      guard let batch = RunPaths.batch(ofShardNamed: name) else { continue }
      if name.hasSuffix(AtomicFile.partialSuffix) || isUnwanted(batch) { try remove(paths.arrays + "/" + name) }
    }
  }

  private static func remove(_ path: String) throws(RunFolderError) {
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw .system(cannot: "remove", path)
  }

  private static func systemCode(of error: any Error) -> Int32 {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    for candidate in [error as NSError, underlying].compactMap({ $0 }) where candidate.domain == NSPOSIXErrorDomain {
      return Int32(candidate.code)
    }
    return EACCES
  }
}
