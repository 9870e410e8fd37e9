import Segmentation
import Tensors

/// A mask drawn with digits, one string a row; "." is background and "v" is void.
func drawn(_ rows: [String], classCount: Int = 2) -> Mask {
  let classes = rows.joined().map { $0 == "v" ? Mask.void : Int32($0.wholeNumberValue ?? 0) }
  return Mask(height: rows.count, width: rows.first?.count ?? 0, classCount: classCount, classes: classes)
}

/// A random mask with blobs of several classes and some void.
func randomMask(height: Int, width: Int, classCount: Int, density: Double, seed: UInt64) -> Mask {
  var random = RandomStream(seed: seed)
  let classes = (0..<height * width).map { _ -> Int32 in
    let draw = Double.random(in: 0..<1, using: &random)
    if draw > 0.97 { return Mask.void }
    return draw < density ? Int32.random(in: 1..<Int32(classCount), using: &random) : 0
  }
  return Mask(height: height, width: width, classCount: classCount, classes: classes)
}
