internal import Tensors

/// An array with one plane a class, as networks give it: scores, probabilities, or zeros and ones.
struct ClassPlanes {
  private static let most = 32

  private let tensor: Tensor

  /// Nil for an array that is not [classes, height, width]; more planes than pixels a side are no classes.
  init?(_ file: NPYFile) {
    let shape = file.header.shape
    guard shape.count == 3, (2...Self.most).contains(shape[0]), shape[0] < min(shape[1], shape[2]),
      file.header.element.kind != .complex, let tensor = try? file.tensor()
    else { return nil }
    self.tensor = tensor
  }

  /// The first of equals counts, so that a pixel of zeros is background.
  func decoded(classCount: Int?) -> DecodedMask {
    let mask = Mask(argmaxOf: tensor)
    let count = max(classCount ?? 2, mask.classCount)
    return DecodedMask(
      mask: Mask(height: mask.height, width: mask.width, classCount: count, classes: mask.classes),
      coding: .largestOf(planes: tensor.shape[0]))
  }
}
