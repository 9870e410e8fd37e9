extension SampleGeometry {
  /// Reads the texts of `--crop`, `--pad` and `--resize`; nil leaves a step out.
  ///
  /// | flag | text | meaning |
  /// |---|---|---|
  /// | crop | "18,0,960,960" | x, y, width, height |
  /// | crop | "960x960" | that width and height from the middle |
  /// | pad | "82:edge", "82:zero" | on every side |
  /// | pad | "1,2,3,4:zero" | top, left, bottom, right |
  /// | pad | "multiple:32", "multiple:32:zero" | after resizing, until both sides can be divided by 32; edge by default |
  /// | resize | "256x192", "256" | width and height, or a square |
  public init(crop: String?, pad: String? = nil, resize: String? = nil) throws(ImageError) {
    self.init()
    if let crop { self.crop = try Self.parseCrop(crop) }
    if let pad, pad.hasPrefix("multiple:") {
      multiple = try Self.parseMultiple(pad)
    } else if let pad {
      padding = try Self.parsePadding(pad)
    }
    if let resize {
      guard let size = Self.parseSize(resize, square: true) else {
        throw Self.failure("--resize", resize, "width x height, for example 256x192, or 256 for a square")
      }
      self.size = Size(width: size.width, height: size.height)
    }
  }

  private static func parseCrop(_ text: String) throws(ImageError) -> Crop {
    if let size = parseSize(text, square: false) { return .centre(width: size.width, height: size.height) }
    let numbers = parseNumbers(text)
    guard numbers.count == 4, numbers[2] > 0, numbers[3] > 0 else {
      throw failure("--crop", text, "x,y,width,height, for example 18,0,960,960, or 960x960 for the middle")
    }
    return .box(PixelBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]))
  }

  private static func parsePadding(_ text: String) throws(ImageError) -> Padding {
    let parts = text.split(separator: ":").map(String.init)
    let numbers = parts.count == 2 ? parseNumbers(parts[0]) : []
    guard let mode = parts.last.flatMap(PaddingMode.init), numbers.count == 1 || numbers.count == 4 else {
      throw failure("--pad", text, "82:edge or 82:zero for every side, top,left,bottom,right:zero, or multiple:32")
    }
    let sides = numbers.count == 4 ? numbers : [Int](repeating: numbers[0], count: 4)
    return Padding(top: sides[0], left: sides[1], bottom: sides[2], right: sides[3], mode: mode)
  }

  private static func parseMultiple(_ text: String) throws(ImageError) -> Multiple {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let mode = parts.count == 3 ? PaddingMode(rawValue: parts[2]) : .edge
    guard parts.count <= 3, let mode, let divisor = parseNumbers(parts[1]).first, (2...4096).contains(divisor) else {
      throw failure("--pad", text, "multiple:32 or multiple:32:zero, with a divisor of 2 to 4096")
    }
    return Multiple(divisor: divisor, mode: mode)
  }

  private static func parseSize(_ text: String, square: Bool) -> (width: Int, height: Int)? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { parseNumbers(String($0)) }
    guard parts.allSatisfy({ $0.count == 1 && $0[0] > 0 }) else { return nil }
    switch parts.count {
    case 1 where square: return (parts[0][0], parts[0][0])
    case 2: return (parts[0][0], parts[1][0])
    default: return nil
    }
  }

  /// Numbers from 0 to 65,500 (the largest side of an image) between commas; empty when one is anything else.
  private static func parseNumbers(_ text: String) -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }.filter { (0...65_500).contains($0) }
    return numbers.count == parts.count ? numbers : []
  }

  private static func failure(_ flag: String, _ text: String, _ form: String) -> ImageError {
    ImageError("'\(text)' cannot be read", in: flag, hint: "write \(form)")
  }
}
