internal import Foundation
internal import Tensors

extension Safetensors {
  /// Reads a file whole; every number becomes a `Float`.
  ///
  /// - Throws: `FileError` where the file cannot be read; `SafetensorsError` where its header contradicts the format or
  ///   the file's length.
  public static func read(contentsOf path: String) throws -> Contents {
    try read(ByteSource(contentsOf: path))
  }

  /// The format's own limit.
  private static let longestHeader = 100_000_000
  /// No tensor of a network has more axes.
  private static let largestRank = 64

  static func read(_ source: ByteSource) throws -> Contents {
    let (header, start) = try header(of: source)
    let entries = header.entries.sorted { $0.value.precedes($1.value, orElse: $0.key < $1.key) }
    var tensors = ParameterSet()
    var end = 0
    for (name, entry) in entries {
      let element = try check(entry, name: name, follows: end, limit: source.count - start, in: source.name)
      end = entry.offsets[1]
      let bytes = try source.bytes(at: start + entry.offsets[0], count: end - entry.offsets[0])
      tensors[name] = Tensor(shape: entry.shape, scalars: element.scalars(bytes))
    }
    guard start + end == source.count else {
      throw damaged("\(source.count - start - end) bytes follow the last tensor", in: source)
    }
    return Contents(tensors: tensors, metadata: header.metadata)
  }

  /// The header, and where the numbers begin.
  private static func header(of source: ByteSource) throws -> (SafetensorsHeader, start: Int) {
    guard source.count >= 8, let length = BinaryFields(try source.bytes(at: 0, count: 8), order: .little).uint64(at: 0)
    else { throw damaged("\(source.count) bytes are too few for a file of tensors", in: source) }
    guard length <= min(longestHeader, source.count - 8) else {
      throw damaged("the header claims \(length) bytes of a file of \(source.count)", in: source)
    }
    let count = Int(length)
    let text = try source.bytes(at: 8, count: count)
    guard text.first == UInt8(ascii: "{") else { throw damaged("the header does not begin with '{'", in: source) }
    do {
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: Data(text)), 8 + count)
    } catch {
      throw damaged("the header is no JSON object of tensors (\(reason(error)))", in: source)
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    default: "\(error)"
    }
  }

  /// Checks one entry: a known type, bytes straight after the tensor before, and as many as the shape takes.
  private static func check(
    _ entry: SafetensorsEntry, name: String, follows end: Int, limit: Int, in path: String
  ) throws(SafetensorsError) -> SafetensorsElement {
    func failure(_ problem: String, hint: String = damageHint) -> SafetensorsError {
      SafetensorsError("tensor '\(name)' \(problem)", in: path, hint: hint)
    }
    guard let element = SafetensorsElement(rawValue: entry.dtype) else {
      throw failure("has elements of type '\(entry.dtype.prefix(20))'", hint: "convert it to F32")
    }
    guard entry.offsets.count == 2, entry.offsets[0] == end, (end...limit).contains(entry.offsets[1]) else {
      throw failure("claims the bytes \(entry.offsets.prefix(3)), expected \(end) to at most \(limit)")
    }
    guard entry.shape.count <= largestRank, byteCount(entry.shape, element) == entry.offsets[1] - end else {
      throw failure("of shape \(entry.shape.prefix(8)) does not fill \(entry.offsets[1] - end) bytes of \(entry.dtype)")
    }
    return element
  }

  /// The bytes of a tensor of this shape; nil where an extent is negative or there are too many to count.
  private static func byteCount(_ shape: [Int], _ element: SafetensorsElement) -> Int? {
    var size = element.size
    for extent in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      size = product
    }
    return size
  }

  private static let damageHint = "the file is cut short or damaged: write or fetch it again"

  private static func damaged(_ problem: String, in source: ByteSource) -> SafetensorsError {
    SafetensorsError(problem, in: source.name, hint: damageHint)
  }
}
