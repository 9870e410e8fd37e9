internal import CKernels

/// Splits loops over the threads that oneDNN uses too, so that there is one pool.
package enum Parallel {
  /// Calls `body` on disjoint ranges that cover `0..<count`; each but the last is a multiple of `grain` long.
  ///
  /// Below `grain` iterations everything runs on the calling thread: choose it so that a range is worth some ten
  /// microseconds.
  package static func forEachRange(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        ck_parallel_for(
          count, grain,
          { context, begin, end in
            context?.assumingMemoryBound(to: ((Range<Int>) -> Void).self).pointee(begin..<end)
          }, UnsafeMutableRawPointer(mutating: body))
      }
    }
  }
}
