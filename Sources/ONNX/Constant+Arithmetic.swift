import Graphs

extension Constant {
  /// Combines two constants elementwise with broadcasting; integers exactly if both are integers, else as reals.
  ///
  /// - Parameters:
  ///   - other: the right operand.
  ///   - type: of the result; nil for the type of the operands.
  ///   - integers: combines two integers, or gives nil where there is no result.
  ///   - reals: combines two reals.
  /// - Returns: nil when the shapes do not broadcast, the result would be too large, or `integers` rejects a pair (a
  ///   division by zero).
  func combined(
    with other: Constant, type: ElementType? = nil, integers: (Int64, Int64) -> Int64?, reals: (Float, Float) -> Float
  ) -> Constant? {
    guard let target = Graph.broadcast(shape, other.shape), let size = Graph.elementCount(target),
      size <= max(count, other.count, Extents.largestFolded)
    else { return nil }
    let left = broadcast(to: target)
    let right = other.broadcast(to: target)
    let flags = Constant.union(left, right)
    if case .integers(let a) = left.scalars, case .integers(let b) = right.scalars {
      var result: [Int64] = []
      result.reserveCapacity(size)
      for (x, y) in zip(a, b) {
        guard let value = integers(x, y) else { return nil }
        result.append(value)
      }
      return Constant(shape: target, integers: result, type: type ?? self.type, followsBatch: flags)
    }
    let result = zip(left.reals, right.reals).map(reals)
    let realType = self.type.isReal ? self.type : other.type
    return Constant(shape: target, reals: result, type: realType, followsBatch: flags).typed(type)
  }

  /// Applies a function of one number.
  func mapped(integers: (Int64) -> Int64, reals: (Float) -> Float) -> Constant {
    switch scalars {
    case .integers(let values):
      Constant(shape: shape, integers: values.map(integers), type: type, followsBatch: followsBatch)
    case .reals(let values):
      Constant(shape: shape, reals: values.map(reals), type: type, followsBatch: followsBatch)
    }
  }

  /// `self ≠ 0 ? a : b`, elementwise with broadcasting; nil when the shapes do not broadcast or the result is too large.
  func choosing(_ a: Constant, _ b: Constant) -> Constant? {
    guard let branches = Graph.broadcast(a.shape, b.shape), let target = Graph.broadcast(shape, branches),
      let size = Graph.elementCount(target), size <= max(count, a.count, b.count, Extents.largestFolded)
    else { return nil }
    let choices = broadcast(to: target).reals
    let both = Constant.concatenating(
      [a.broadcast(to: target).reshaped([size]), b.broadcast(to: target).reshaped([size])], axis: 0)
    return both.selecting(choices.indices.map { choices[$0] != 0 ? $0 : size + $0 }, shape: target)
  }

  /// Comparisons computed on reals give 1 and 0 as integers of type bool.
  private func typed(_ type: ElementType?) -> Constant {
    guard let type, type != self.type else { return self }
    return cast(to: type)
  }

  private static func union(_ left: Constant, _ right: Constant) -> [Bool]? {
    guard left.followsBatch != nil || right.followsBatch != nil else { return nil }
    return zip(left.batchFlags, right.batchFlags).map { $0 || $1 }
  }
}
