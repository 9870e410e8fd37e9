internal import CHDF5
internal import Foundation

/// An HDF5 file in memory, which libhdf5 fills without touching a disk.
struct MemoryImage: ~Copyable {
  let id: hid_t
  private let path: String

  /// Begins an image; errors name `path`.
  ///
  /// `isSmall` says that datasets have a few chunks at most. The index of a dataset's chunks takes 2 kB, most of it empty;
  /// with the smallest nodes it takes 0.2 kB, and grows deeper sooner.
  init(for path: String, isSmall: Bool = false) throws(HDF5Error) {
    self.path = path
    id = try HDF5Library.locked { () throws(HDF5Error) -> hid_t in
      H5dont_atexit()
      let access = try Handle(H5Pcreate(chdf5_file_access()), closedBy: H5Pclose, else: Self.failure(path))
      guard H5Pset_fapl_core(access.id, 1 << 22, false) >= 0 else { throw Self.failure(path) }
      let creation = try Handle(H5Pcreate(chdf5_file_creation()), closedBy: H5Pclose, else: Self.failure(path))
      if isSmall, H5Pset_istore_k(creation.id, 1) < 0 { throw Self.failure(path) }
      // Two images must not share a name; nothing of that name is ever opened.
      let id = H5Fcreate("chaff-image-\(UUID().uuidString)", chdf5_truncate(), creation.id, access.id)
      guard id >= 0 else { throw Self.failure(path) }
      return id
    }
  }

  deinit {
    let id = id
    try? HDF5Library.locked { () throws(HDF5Error) in _ = H5Fclose(id) }
  }

  /// The file's bytes as they would lie on a disk.
  func bytes() throws(HDF5Error) -> [UInt8] {
    try HDF5Library.locked { () throws(HDF5Error) -> [UInt8] in
      guard H5Fflush(id, H5F_SCOPE_GLOBAL) >= 0 else { throw Self.failure(path) }
      let size = H5Fget_file_image(id, nil, 0)
      guard size > 0 else { throw Self.failure(path) }
      var bytes = [UInt8](repeating: 0, count: size)
      guard H5Fget_file_image(id, &bytes, bytes.count) == size else { throw Self.failure(path) }
      return bytes
    }
  }

  /// A failure to write, in the library's own words; call it before any other HDF5 function.
  static func failure(_ path: String, _ object: String? = nil) -> HDF5Error {
    let message = chdf5_copy_message()
    defer { free(message) }
    let detail = message.map { String(cString: $0) } ?? "no reason given"
    return HDF5Error(.cannotWrite, path: path, object: object, detail: detail)
  }
}
