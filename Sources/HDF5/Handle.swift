internal import CHDF5

/// Owns one HDF5 identifier and closes it exactly once; lives only inside ``HDF5Library/locked(_:)``.
struct Handle: ~Copyable {
  let id: hid_t
  private let close: @convention(c) (hid_t) -> herr_t

  /// HDF5 reports failure as a negative identifier; a `Handle` never holds one.
  init(
    _ id: hid_t, closedBy close: @escaping @convention(c) (hid_t) -> herr_t, else failure: @autoclosure () -> HDF5Error
  ) throws(HDF5Error) {
    guard id >= 0 else { throw failure() }
    self.id = id
    self.close = close
  }

  deinit { _ = close(id) }
}
