public import Images

extension Mask {
  /// The pixels inside `box`.
  public func cropped(to box: PixelBox) -> Mask {
    precondition(box.fits(width: width, height: height), "Mask: \(box) does not fit \(width) × \(height)")
    var result: [Int32] = []
    result.reserveCapacity(box.width * box.height)
    for row in box.y..<box.y + box.height {
      let start = row * width + box.x
      result.append(contentsOf: classes[start..<start + box.width])
    }
    return Mask(height: box.height, width: box.width, classCount: classCount, classes: result)
  }

  /// The middle of the mask, for networks whose output is smaller than their input (unpadded convolutions).
  public func centreCropped(height: Int, width: Int) -> Mask {
    cropped(to: PixelBox(centredWidth: width, height: height, inWidth: self.width, height: self.height))
  }

  /// Pixels added on each side; they are void, since nobody has labelled them.
  public func padded(top: Int, left: Int, bottom: Int, right: Int) -> Mask {
    precondition(min(top, left, bottom, right) >= 0, "Mask: cannot pad by \(top), \(left), \(bottom), \(right)")
    let (newHeight, newWidth) = (top + height + bottom, left + width + right)
    var result = [Int32](repeating: Self.void, count: newHeight * newWidth)
    for row in 0..<height {
      let target = (top + row) * newWidth + left
      result.replaceSubrange(target..<target + width, with: classes[row * width..<(row + 1) * width])
    }
    return Mask(height: newHeight, width: newWidth, classCount: classCount, classes: result)
  }

  /// The mask at another size: each pixel takes the class of the nearest centre, so that no class is ever mixed.
  ///
  /// Output pixel i reads input pixel ⌊(i + ½) · input / output⌋, as Pillow's NEAREST and PyTorch's "nearest-exact" do.
  public func resized(height newHeight: Int, width newWidth: Int) -> Mask {
    precondition(
      newHeight > 0 && newWidth > 0 && height > 0 && width > 0,
      "Mask: cannot resize \(width) × \(height) to \(newWidth) × \(newHeight)")
    let columns = (0..<newWidth).map { (2 * $0 + 1) * width / (2 * newWidth) }
    var result: [Int32] = []
    result.reserveCapacity(newHeight * newWidth)
    for row in 0..<newHeight {
      let start = (2 * row + 1) * height / (2 * newHeight) * width
      for column in columns { result.append(classes[start + column]) }
    }
    return Mask(height: newHeight, width: newWidth, classCount: classCount, classes: result)
  }
}
