#if canImport(Glibc)
  internal import Glibc
#endif

/// What the memories of this machine hold, in bytes.
struct MemorySizes {
  /// The second-level cache of one core.
  var second = 1 << 20
  /// The third-level cache of all.
  var third = 32 << 20
  /// Main memory.
  var main = 4 << 30

  /// As the system says; where it says nothing, sizes that are common.
  static var ofThisMachine: MemorySizes {
    var sizes = MemorySizes()
    #if canImport(Glibc)
      let (second, third) = (sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)), sysconf(Int32(_SC_LEVEL3_CACHE_SIZE)))
      if second > 0 { sizes.second = second }
      if third > 0 { sizes.third = third }
      let main = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
      if main > 0 { sizes.main = main }
    #endif
    return sizes
  }
}
