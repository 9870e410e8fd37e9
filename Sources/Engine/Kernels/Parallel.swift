internal import CKernels

/// Splits loops over the threads that oneDNN uses too, so that there is one pool.
package enum Parallel {
  /// Calls `body` on disjoint ranges that cover `0..<count`; each but the last is a multiple of `grain` long.
  ///
  /// Below `grain` iterations everything runs on the calling thread: choose it so that a range is worth some ten
  /// microseconds.
  package static func forEachRange(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      var box = Box(body: body)
      ck_parallel_for(count, grain, { context, begin, end in
        context?.assumingMemoryBound(to: Box.self).pointee.body(begin..<end)
      }, &box)
    }
  }

  private struct Box { let body: (Range<Int>) -> Void }
}
