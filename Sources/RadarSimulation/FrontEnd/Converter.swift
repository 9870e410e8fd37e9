/// An analogue-to-digital converter: rounds to whole steps and cuts off what it cannot show.
///
/// Real converters give 0 … 2^bits − 1 with silence in the middle (as the BGT60TR13C), complex ones −2^(bits−1) … 2^(bits−1) − 1.
struct Converter {
  private let offset: Float
  private let lowest: Float
  private let highest: Float

  init(bits: Int, isComplex: Bool) {
    let half = Float(1 << (bits - 1))
    offset = isComplex ? 0 : half
    lowest = isComplex ? -half : 0
    highest = isComplex ? half - 1 : 2 * half - 1
  }

  func convert(_ samples: inout [Float]) {
    for index in samples.indices {
      samples[index] = min(max((samples[index] + offset).rounded(.toNearestOrEven), lowest), highest)
    }
  }
}
