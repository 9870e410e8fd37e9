#if canImport(Glibc)
  internal import Glibc
#endif

/// What the caches of this machine hold, in bytes: the second level of one core, the third level of all.
struct CacheSizes {
  var second = 1 << 20
  var third = 32 << 20

  /// As the system says; where it says nothing, sizes that are common.
  static var ofThisMachine: CacheSizes {
    var sizes = CacheSizes()
    #if canImport(Glibc)
      let (second, third) = (sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)), sysconf(Int32(_SC_LEVEL3_CACHE_SIZE)))
      if second > 0 { sizes.second = second }
      if third > 0 { sizes.third = third }
    #endif
    return sizes
  }
}
