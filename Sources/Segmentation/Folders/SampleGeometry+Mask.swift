public import Images

extension SampleGeometry {
  /// The mask as its image is treated: cut, padded with void, resized to the nearest pixel.
  public func applied(to mask: Mask, source: String) throws(ImageError) -> Mask {
    var mask = mask
    if let box = try box(width: mask.width, height: mask.height, source: source) { mask = mask.cropped(to: box) }
    try checkExtent(width: mask.width, height: mask.height, source: source)
    if let padding {
      mask = mask.padded(top: padding.top, left: padding.left, bottom: padding.bottom, right: padding.right)
    }
    if let size { mask = mask.resized(height: size.height, width: size.width) }
    guard let last = multiple?.padding(width: mask.width, height: mask.height) else { return mask }
    return mask.padded(top: last.top, left: last.left, bottom: last.bottom, right: last.right)
  }
}
