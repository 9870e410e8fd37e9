extension MaskGoal {
  /// The mask of an image without one class: its pixels get the class of the nearest pixel that stays (the dynamic target of
  /// Metzen et al., 2017, arXiv:1704.05712).
  ///
  /// Nearest by steps between horizontal and vertical neighbours; of equals the one met first, row by row. Ignored pixels stay
  /// ignored and lend no class.
  ///
  /// `removed` is the class that should vanish, `mask` what the network says of the clean image, row-major.
  ///
  /// - Returns: nil where the class does not occur, or nothing else does.
  public static func removing(
    _ removed: Int, from mask: [Int], height: Int, width: Int, classCount: Int, ignoredLabel: Int? = nil,
    background: Int? = 0
  ) -> MaskGoal? {
    precondition(mask.count == height * width, "MaskGoal: \(mask.count) pixels cannot fill \(height) x \(width)")
    guard mask.contains(removed) else { return nil }
    var filled = mask
    var isOpen = mask.map { $0 == removed }
    var front = mask.indices.filter { mask[$0] != removed && mask[$0] != ignoredLabel }
    guard !front.isEmpty else { return nil }
    while !front.isEmpty {
      var next: [Int] = []
      for pixel in front {
        for neighbour in neighbours(of: pixel, height: height, width: width) where isOpen[neighbour] {
          isOpen[neighbour] = false
          filled[neighbour] = filled[pixel]
          next.append(neighbour)
        }
      }
      front = next
    }
    // What ignored pixels shut in gets no class.
    guard !isOpen.contains(true) else { return nil }
    return MaskGoal(
      target: filled, height: height, width: width, classCount: classCount, ignoredLabel: ignoredLabel,
      background: background)
  }

  private static func neighbours(of pixel: Int, height: Int, width: Int) -> [Int] {
    let (row, column) = (pixel / width, pixel % width)
    return [
      row > 0 ? pixel - width : nil, column > 0 ? pixel - 1 : nil, column < width - 1 ? pixel + 1 : nil,
      row < height - 1 ? pixel + width : nil,
    ].compactMap { $0 }
  }
}
