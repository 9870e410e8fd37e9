import Foundation
import Graphs
import Tensors

/// Decodes the tensors of a file: raw bytes, typed fields and external data, of every numeric type.
struct TensorReader {
  let external: ExternalData

  func constant(_ tensor: ProtoTensor, place: String) throws -> Constant {
    guard let type = ElementType(rawValue: tensor.dataType), let width = type.byteCount else {
      let name = ElementType(rawValue: tensor.dataType)?.name ?? "number \(tensor.dataType)"
      throw ONNXError(.unsupported, at: place, "has elements of type \(name), which is not read")
    }
    let shape = tensor.dims.map(Int.init)
    guard let count = Graph.elementCount(shape) else {
      throw ONNXError(.malformed, at: place, "has the shape \(shape)")
    }
    if tensor.dataLocation == .external {
      let bytes = try external.bytes(tensor.externalData, expected: count * width, place: place)
      return decoded(bytes, type, shape)
    }
    if !tensor.rawData.isEmpty || count == 0 {
      guard tensor.rawData.count == count * width else {
        throw ONNXError(
          .malformed, at: place, "has \(tensor.rawData.count) bytes, \(type.name) \(shape) needs \(count * width)",
          hint: "the file is damaged")
      }
      return decoded(tensor.rawData, type, shape)
    }
    return try typed(tensor, type, shape, count, place)
  }

  /// The tensor in one of the typed fields of the message.
  private func typed(
    _ tensor: ProtoTensor, _ type: ElementType, _ shape: [Int], _ count: Int, _ place: String
  ) throws -> Constant {
    func checked<Scalar>(_ values: [Scalar]) throws -> [Scalar] {
      guard values.count == count else {
        throw ONNXError(
          .malformed, at: place, "has \(values.count) elements, its shape \(shape) needs \(count)",
          hint: "the file is damaged")
      }
      return values
    }
    switch type {
    case .float32: return Constant(shape: shape, reals: try checked(tensor.floatData))
    case .float64: return Constant(shape: shape, reals: try checked(tensor.doubleData).map(Float.init), type: type)
    case .float16, .bfloat16:
      let bits = try checked(tensor.int32Data).map { UInt16(truncatingIfNeeded: $0) }
      return Constant(shape: shape, reals: bits.map(type.widened), type: type)
    case .int64: return Constant(shape: shape, integers: try checked(tensor.int64Data))
    case .uint32, .uint64:
      return Constant(shape: shape, integers: try checked(tensor.uint64Data).map { Int64(clamping: $0) }, type: type)
    default: return Constant(shape: shape, integers: try checked(tensor.int32Data).map(Int64.init), type: type)
    }
  }

  private func decoded(_ bytes: Data, _ type: ElementType, _ shape: [Int]) -> Constant {
    func integers<Scalar: FixedWidthInteger>(_: Scalar.Type) -> Constant {
      Constant(shape: shape, integers: bytes.littleEndian(Scalar.self).map { Int64(clamping: $0) }, type: type)
    }
    switch type {
    case .float32: return Constant(shape: shape, reals: bytes.littleEndian(UInt32.self).map(Float.init(bitPattern:)))
    case .float64:
      let wide = bytes.littleEndian(UInt64.self).map(Double.init(bitPattern:))
      return Constant(shape: shape, reals: wide.map(Float.init), type: type)
    case .float16, .bfloat16:
      return Constant(shape: shape, reals: bytes.littleEndian(UInt16.self).map(type.widened), type: type)
    case .int8: return integers(Int8.self)
    case .int16: return integers(Int16.self)
    case .uint16: return integers(UInt16.self)
    case .int32: return integers(Int32.self)
    case .uint32: return integers(UInt32.self)
    case .int64: return integers(Int64.self)
    case .uint64: return integers(UInt64.self)
    default: return integers(UInt8.self)
    }
  }
}

extension ElementType {
  /// How a 16-bit pattern of this type becomes a `Float`; bfloat16 is the upper half of one.
  fileprivate func widened(_ bits: UInt16) -> Float {
    self == .bfloat16 ? Float(bitPattern: UInt32(bits) << 16) : HalfPrecision.float(bits)
  }
}

extension Data {
  /// The bytes read as little-endian integers; a rest that fills none is dropped.
  fileprivate func littleEndian<Scalar: FixedWidthInteger>(_: Scalar.Type) -> [Scalar] {
    let width = MemoryLayout<Scalar>.size
    return withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> [Scalar] in
      (0..<bytes.count / width).map { index in
        Scalar(littleEndian: bytes.loadUnaligned(fromByteOffset: index * width, as: Scalar.self))
      }
    }
  }
}
