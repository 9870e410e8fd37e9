import Foundation
import Tensors

extension ProtoTensor {
  init(_ tensor: Tensor, name: String) {
    self.init()
    self.name = name
    dims = tensor.shape.map(Int64.init)
    dataType = ElementType.float32.rawValue
    rawData = Self.littleEndian(tensor.scalars.map(\.bitPattern))
  }

  /// A list of whole numbers.
  init(_ integers: [Int], shape: [Int]? = nil, name: String) {
    self.init()
    self.name = name
    dims = (shape ?? [integers.count]).map(Int64.init)
    dataType = ElementType.int64.rawValue
    rawData = Self.littleEndian(integers.map(Int64.init))
  }

  private static func littleEndian(_ words: [some FixedWidthInteger]) -> Data {
    let ordered = words.map(\.littleEndian)
    return ordered.withUnsafeBytes { Data($0) }
  }
}
