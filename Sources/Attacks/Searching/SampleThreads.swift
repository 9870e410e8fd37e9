internal import CKernels

/// Work on many samples, side by side on the threads that passes run on.
///
/// The threads are those of the engine's `Parallel`: `ck_parallel_for` has the one pool, and says who gets which part. Each of
/// the two lends it a closure, the engine ranges worth a thread's while, this one sample at a time; that is all they have
/// in common, and less than the room of its own that it would need: neither of theirs knows the other.
package enum SampleThreads {
  /// Calls `body` once for every index below `count`; calls may overlap, and must touch nothing in common.
  package static func forEach(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        ck_parallel_for(
          count, 1,
          { context, begin, end in
            guard let body = context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee else { return }
            for index in begin..<end { body(index) }
          }, UnsafeMutableRawPointer(mutating: body))
      }
    }
  }

  /// What `transform` makes of every element, in their order.
  package static func map<Element, Result>(_ elements: [Element], _ transform: (Element) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: elements.count)
    results.withUnsafeMutableBufferPointer { results in
      forEach(elements.count) { results[$0] = transform(elements[$0]) }
    }
    return results.compactMap { $0 }
  }
}
