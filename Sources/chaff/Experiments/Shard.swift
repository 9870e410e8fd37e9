import ArgumentParser

/// One of several equal parts of an experiment's recordings: part `index` of `count`, from 1.
struct Shard: ExpressibleByArgument, CustomStringConvertible {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, parts[1] >= 1, parts[1] <= 1_000_000, (1...parts[1]).contains(parts[0]) else { return nil }
    (index, count) = (parts[0], parts[1])
  }

  var description: String { "\(index)/\(count)" }

  /// Every `count`th place, beginning with the shard's own.
  func places(of total: Int) -> [Int] { Array(stride(from: index - 1, to: total, by: count)) }
}
