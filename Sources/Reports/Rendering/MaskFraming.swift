/// How a mask lies on its image when their sizes differ: a network without padding answers for the centre of its input
/// only, one with a stride answers on a coarser grid.
enum MaskFraming: Equatable {
  case same
  /// One mask pixel stands for `factor` × `factor` image pixels.
  case coarser(factor: Int)
  /// The mask covers the centre of the image.
  case centred

  init(image: (height: Int, width: Int), mask: (height: Int, width: Int)) {
    guard image != mask, mask.height > 0, mask.width > 0 else {
      self = .same
      return
    }
    let factor = image.height / mask.height
    let isWhole =
      image.height == factor * mask.height && image.width == factor * mask.width && (2...32).contains(factor)
    let fits = mask.height <= image.height && mask.width <= image.width
    self = isWhole ? .coarser(factor: factor) : fits ? .centred : .same
  }

  var words: String? {
    switch self {
    case .same: nil
    case .coarser(let factor): "the mask has one pixel for \(factor) × \(factor) of the image"
    case .centred: "the network answers for the centre of its input only; that part is shown"
    }
  }

  /// The part of the picture that the mask covers.
  func framed(_ picture: Raster, mask: (height: Int, width: Int)) -> Raster {
    guard self == .centred else { return picture }
    return picture.cropped(
      x: (picture.width - mask.width) / 2, y: (picture.height - mask.height) / 2, width: mask.width,
      height: mask.height)
  }
}

extension Raster {
  /// A rectangle of the picture; what lies outside is black.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Raster {
    var result = Raster(width: width, height: height)
    result.paste(self, x: -x, y: -y)
    return result
  }
}
