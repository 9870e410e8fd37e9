/// A range as people write it: `0:1`, `-1:1`, `0:8/255`.
enum BoundsText {
  static func range(_ text: String) -> ClosedRange<Float>? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let low = NumberText(String(parts[0]))?.value,
      let high = NumberText(String(parts[1]))?.value,
      low < high
    else { return nil }
    return low...high
  }
}
