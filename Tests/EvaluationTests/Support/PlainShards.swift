import Evaluation
import Foundation
import Tensors

/// Writes arrays as text: equal arrays give equal bytes, as the protocol asks.
struct PlainShards: ArrayShardWriting {
  var failsAfter: (() -> Bool)?

  struct Full: Error, CustomStringConvertible {
    let description = "no space left"
  }

  func write(_ arrays: [NamedArray], to path: String) throws {
    let lines = arrays.map { "\($0.name) \($0.tensor.shape) \($0.tensor.scalars.map(\.bitPattern))\n" }
    try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path))
    if failsAfter?() == true { throw Full() }
  }
}
