public import Tensors

/// How an image is brought to the size a network wants: cut, then pad, then resize, then pad to a multiple.
///
/// A mask gets the same treatment, except that it is resized to the nearest pixel and padded with void.
public struct SampleGeometry: Sendable, Hashable, CustomStringConvertible {
  public enum Crop: Sendable, Hashable {
    case box(PixelBox)
    case centre(width: Int, height: Int)
  }

  public struct Padding: Sendable, Hashable {
    public let top: Int
    public let left: Int
    public let bottom: Int
    public let right: Int
    public let mode: PaddingMode

    public init(top: Int, left: Int, bottom: Int, right: Int, mode: PaddingMode) {
      (self.top, self.left, self.bottom, self.right, self.mode) = (top, left, bottom, right, mode)
    }
  }

  /// As few pixels added as make both sides divisible, half of them on each side, an odd one at the end.
  public struct Multiple: Sendable, Hashable {
    public let divisor: Int
    public let mode: PaddingMode

    public init(divisor: Int, mode: PaddingMode) { (self.divisor, self.mode) = (divisor, mode) }

    package func padding(width: Int, height: Int) -> Padding {
      let (columns, rows) = ((divisor - width % divisor) % divisor, (divisor - height % divisor) % divisor)
      return Padding(
        top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2, mode: mode)
    }
  }

  public struct Size: Sendable, Hashable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
  }

  public var crop: Crop?
  public var padding: Padding?
  public var size: Size?
  /// The last step: what networks that halve the image several times need.
  public var multiple: Multiple?
  /// Linear resizing that reduces lets every pixel count; see `Tensor.resizedLinearly`.
  public var antialiasing = true

  public init(crop: Crop? = nil, padding: Padding? = nil, size: Size? = nil, antialiasing: Bool = true) {
    (self.crop, self.padding, self.size, self.antialiasing) = (crop, padding, size, antialiasing)
  }

  /// The image [C, H, W] as the network sees it; `source` names it in the error of a crop that does not fit.
  public func applied(to image: Tensor, source: String) throws(ImageError) -> Tensor {
    var image = image
    if let box = try box(width: image.shape[2], height: image.shape[1], source: source) {
      image = image.cropped(to: box)
    }
    try checkExtent(width: image.shape[2], height: image.shape[1], source: source)
    if let padding {
      image = image.padded(
        top: padding.top, left: padding.left, bottom: padding.bottom, right: padding.right, padding.mode)
    }
    if let size, [size.height, size.width] != Array(image.shape.dropFirst()) {
      image = image.resizedLinearly(height: size.height, width: size.width, antialiasing: antialiasing)
    }
    guard let last = multiple?.padding(width: image.shape[2], height: image.shape[1]) else { return image }
    return image.padded(top: last.top, left: last.left, bottom: last.bottom, right: last.right, last.mode)
  }

  /// What an image of that size becomes.
  public func size(width: Int, height: Int, source: String) throws(ImageError) -> Size {
    let box = try box(width: width, height: height, source: source)
    let (width, height) = (box?.width ?? width, box?.height ?? height)
    try checkExtent(width: width, height: height, source: source)
    let fitted =
      size
      ?? Size(
        width: width + (padding.map { $0.left + $0.right } ?? 0),
        height: height + (padding.map { $0.top + $0.bottom } ?? 0))
    guard let last = multiple?.padding(width: fitted.width, height: fitted.height) else { return fitted }
    return Size(width: fitted.width + last.left + last.right, height: fitted.height + last.top + last.bottom)
  }

  /// How far apart the pixels lie of what becomes of an image of that size and spacing: only resizing changes it.
  public func spacing(
    of stored: PixelSpacing, width: Int, height: Int, source: String
  ) throws(ImageError) -> PixelSpacing {
    guard let size else { return stored }
    let box = try box(width: width, height: height, source: source)
    let rows = (box?.height ?? height) + (padding.map { $0.top + $0.bottom } ?? 0)
    let columns = (box?.width ?? width) + (padding.map { $0.left + $0.right } ?? 0)
    return PixelSpacing(
      row: stored.row * Double(rows) / Double(size.height), column: stored.column * Double(columns) / Double(size.width)
    )
  }

  /// Refuses a padding or size that no memory would hold, before any is taken.
  package func checkExtent(width: Int, height: Int, source: String) throws(ImageError) {
    let paddedWidth = width + (padding.map { $0.left + $0.right } ?? 0)
    let paddedHeight = height + (padding.map { $0.top + $0.bottom } ?? 0)
    let limit = ImageLimits.standard.pixels
    let fitted = size ?? Size(width: paddedWidth, height: paddedHeight)
    let last = multiple?.padding(width: fitted.width, height: fitted.height)
    let (columns, rows) = (last.map { $0.left + $0.right } ?? 0, last.map { $0.top + $0.bottom } ?? 0)
    guard paddedWidth * paddedHeight <= limit, (fitted.width + columns) * (fitted.height + rows) <= limit else {
      throw ImageError(
        "padding or resizing would give more than \(limit) pixels", in: source, hint: "give smaller --pad or --resize")
    }
  }

  /// The part that is cut out; nil for all of it.
  package func box(width: Int, height: Int, source: String) throws(ImageError) -> PixelBox? {
    let box: PixelBox
    switch crop {
    case nil: return nil
    case .box(let fixed): box = fixed
    case .centre(let innerWidth, let innerHeight):
      box = PixelBox(centredWidth: innerWidth, height: innerHeight, inWidth: width, height: height)
    }
    guard box.fits(width: width, height: height) else {
      throw ImageError(
        "the crop \(box) does not fit an image of \(width) × \(height)", in: source, hint: "give a smaller --crop")
    }
    return box
  }

  /// "cut to columns 18..<978, rows 0..<960; resized to 256 × 256 (image linear, mask nearest)"; "as stored".
  public var description: String {
    var steps: [String] = []
    switch crop {
    case nil: break
    case .box(let box): steps.append("cut to \(box)")
    case .centre(let width, let height): steps.append("cut to the middle \(width) × \(height)")
    }
    if let padding {
      let sides = "top \(padding.top), left \(padding.left), bottom \(padding.bottom), right \(padding.right)"
      steps.append("padded \(sides) (image \(padding.mode.rawValue), mask void)")
    }
    if let size {
      let kind = antialiasing ? "linear with antialiasing" : "linear"
      steps.append("resized to \(size.width) × \(size.height) (image \(kind), mask nearest)")
    }
    if let multiple {
      steps.append("padded to multiples of \(multiple.divisor) (image \(multiple.mode.rawValue), mask void)")
    }
    return steps.isEmpty ? "as stored" : steps.joined(separator: "; ")
  }
}
