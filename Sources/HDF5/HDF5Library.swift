internal import CHDF5
internal import Synchronization

/// The one door to libhdf5 in this process: one caller at a time, and silent.
///
/// The library may or may not have been built for threads, and a reader process must not be forked while somebody is
/// inside.
enum HDF5Library {
  private static let lock = Mutex(())

  static func locked<Result: ~Copyable>(_ body: () throws(HDF5Error) -> Result) throws(HDF5Error) -> Result {
    try lock.withLock { _ throws(HDF5Error) -> Result in
      chdf5_silence_diagnostics()
      return try body()
    }
  }
}
