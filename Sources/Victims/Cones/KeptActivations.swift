internal import Foundation
package import Tensors

/// What passes over samples need of their activations, within a limit of memory: those met last.
///
/// The attacks and sizes of a run go through the same samples and regions one after the other.
package struct KeptActivations<Key: Hashable> {
  private struct Entry {
    let key: Key
    let clean: Tensor
    let kept: [Tensor]

    var byteCount: Int { ([clean] + kept).reduce(0) { $0 + $1.count * MemoryLayout<Float>.stride } }
  }

  private let byteLimit: Int
  /// The one used last is the last one.
  private var entries: [Entry] = []

  package init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// What was kept of this sample, to the last bit.
  package mutating func find(_ clean: Tensor, for key: Key) -> [Tensor]? {
    guard let index = entries.firstIndex(where: { $0.key == key && $0.clean.hasBits(of: clean) }) else { return nil }
    entries.append(entries.remove(at: index))
    return entries.last?.kept
  }

  package mutating func insert(_ kept: [Tensor], of clean: Tensor, for key: Key) {
    let entry = Entry(key: key, clean: clean, kept: kept)
    // What has no room by itself must not cost the others theirs.
    guard entry.byteCount <= byteLimit else { return }
    entries.append(entry)
    while entries.reduce(0, { $0 + $1.byteCount }) > byteLimit { entries.removeFirst() }
  }
}

extension Tensor {
  fileprivate func hasBits(of other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    return withUnsafeScalars { own in
      other.withUnsafeScalars { others in
        guard let own = own.baseAddress, let others = others.baseAddress else { return true }
        return memcmp(own, others, count * MemoryLayout<Float>.stride) == 0
      }
    }
  }
}
