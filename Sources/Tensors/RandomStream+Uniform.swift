extension RandomStream {
  /// A uniform deviate in `[0, 1)`: the top 24 bits of one draw.
  ///
  /// Written out rather than left to the standard library, whose way from bits to numbers may change between releases:
  /// a run must give the same bytes with the next compiler.
  public mutating func nextUniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A uniform index of a non-empty range, without modulo bias (Lemire, 2019, arXiv:1805.10941).
  public mutating func nextIndex(in range: Range<Int>) -> Int {
    precondition(!range.isEmpty, "RandomStream: no index in an empty range")
    let extent = UInt64(range.count)
    var product = next().multipliedFullWidth(by: extent)
    let threshold = (0 &- extent) % extent
    while product.low < threshold { product = next().multipliedFullWidth(by: extent) }
    return range.lowerBound + Int(product.high)
  }
}
