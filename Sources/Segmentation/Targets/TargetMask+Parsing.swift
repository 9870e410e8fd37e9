extension TargetMask {
  /// What can be written, for a line of help.
  public static let forms =
    "sample:ID, file:PATH, erase:CLASS, grow:25%[,CLASS], shrink:25%[,CLASS], shift:DX,DY, move:DX,DY[,CLASS], "
    + "ratio:0.8[,DISC,CUP], text:WORD, scale:F, erode:R, dilate:R, invert, empty"

  private static let largestShift = 100_000
  private static let largestRadius = 10_000.0
  private static let largestGrowth = 10_000.0
  private static let scales = 0.001...1000.0

  /// Reads "sample:Image_02L", "erase:lesion", "grow:25%", "shrink:25%,2", "move:20,-5,disc" or another of `forms`.
  public init(parsing text: String) throws(SegmentationError) {
    let colon = text.firstIndex(of: ":")
    let value = colon.map { String(text[text.index(after: $0)...]) } ?? ""
    let name = colon.map { String(text[..<$0]) } ?? text
    guard let parsed = colon == nil ? Self.plain(name) : Self.parsed(name, value) else {
      throw SegmentationError("'\(text)' is no target mask", in: "--target", hint: "write \(Self.forms)")
    }
    self = parsed
  }

  private static func plain(_ name: String) -> TargetMask? {
    switch name {
    case "invert": .invert
    case "empty": .empty
    default: nil
    }
  }

  private static func parsed(_ name: String, _ value: String) -> TargetMask? {
    switch name {
    case "sample": value.isEmpty ? nil : .sample(value)
    case "file": value.isEmpty ? nil : .file(value)
    case "shift": shift(value)
    case "move": move(value)
    case "scale": Double(value).flatMap { scales.contains($0) ? .scale($0) : nil }
    case "erode": radius(value).map { .erode($0) }
    case "dilate": radius(value).map { .dilate($0) }
    case "erase": value.isEmpty ? nil : .erase(MaskClass(value))
    case "grow": area(value, sign: 1)
    case "shrink": area(value, sign: -1)
    case "ratio": ratio(value)
    case "text": Lettering.canWrite(value) ? .text(value) : nil
    default: nil
    }
  }

  private static func parts(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private static func shift(_ text: String) -> TargetMask? {
    let parts = parts(text)
    guard parts.count == 2, let (dx, dy) = offset(parts) else { return nil }
    return .shift(dx: dx, dy: dy)
  }

  private static func move(_ text: String) -> TargetMask? {
    let parts = parts(text)
    guard let (dx, dy) = offset(parts) else { return nil }
    if parts.count == 2 { return .shift(dx: dx, dy: dy) }
    return parts.count == 3 && !parts[2].isEmpty ? .move(MaskClass(parts[2]), dx: dx, dy: dy) : nil
  }

  private static func offset(_ parts: [String]) -> (dx: Int, dy: Int)? {
    guard parts.count >= 2, let dx = Int(parts[0]), let dy = Int(parts[1]),
      (-largestShift...largestShift).contains(dx), (-largestShift...largestShift).contains(dy)
    else { return nil }
    return (dx, dy)
  }

  private static func radius(_ text: String) -> Double? {
    Double(text).flatMap { (0...largestRadius).contains($0) ? $0 : nil }
  }

  private static func area(_ text: String, sign: Double) -> TargetMask? {
    let parts = parts(text)
    guard (1...2).contains(parts.count), parts[0].hasSuffix("%"), parts.last != "",
      let percent = Double(parts[0].dropLast()), percent >= 0, percent <= (sign < 0 ? 100 : largestGrowth)
    else { return nil }
    return .area(parts.count == 2 ? MaskClass(parts[1]) : nil, 1 + sign * percent / 100)
  }

  private static func ratio(_ text: String) -> TargetMask? {
    let parts = parts(text)
    guard parts.count == 1 || parts.count == 3, !parts.contains(""), let ratio = Double(parts[0]),
      (0...1).contains(ratio)
    else { return nil }
    return .cupToDiscRatio(
      ratio, disc: MaskClass(parts.count == 3 ? parts[1] : "1"), cup: MaskClass(parts.count == 3 ? parts[2] : "2"))
  }
}
