/// What the numbers of a buffer are.
enum Element: Hashable {
  case f32
  case bf16
  /// Each number as two of bf16, itself and what rounding took from it, along the channels: `[…, 2C]`.
  ///
  /// For a network's input: bf16 alone would round away steps of an attack.
  case splitBF16

  /// Floats that hold this many numbers.
  func floatCount(_ count: Int) -> Int { self == .bf16 ? (count + 1) / 2 : count }
}

/// One of the forms that a value can have in memory.
struct Form: Hashable {
  var layout: Layout
  var element = Element.f32
}
