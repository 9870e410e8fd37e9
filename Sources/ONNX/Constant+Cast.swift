extension Constant {
  /// The scalars in another type; reals are truncated toward zero, and saturate instead of trapping.
  func cast(to type: ElementType) -> Constant {
    if type == .bool { return boolean }
    if type.isReal { return Constant(shape: shape, reals: reals, type: type, followsBatch: followsBatch) }
    switch scalars {
    case .integers(let values):
      return Constant(shape: shape, integers: values, type: type, followsBatch: followsBatch)
    case .reals(let values):
      let truncated = values.map(Int64.init(truncating:))
      return Constant(shape: shape, integers: truncated, type: type, followsBatch: followsBatch)
    }
  }

  private var boolean: Constant {
    let flags: [Int64] =
      switch scalars {
      case .integers(let values): values.map { $0 == 0 ? 0 : 1 }
      case .reals(let values): values.map { $0 == 0 ? 0 : 1 }
      }
    return Constant(shape: shape, integers: flags, type: .bool, followsBatch: followsBatch)
  }
}

extension Int64 {
  /// The integer part; NaN gives 0 and what does not fit gives the nearest that does.
  init(truncating value: Float) {
    guard !value.isNaN else {
      self = 0
      return
    }
    self = Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }

  init(truncating value: Double) {
    guard !value.isNaN else {
      self = 0
      return
    }
    self = Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }
}
