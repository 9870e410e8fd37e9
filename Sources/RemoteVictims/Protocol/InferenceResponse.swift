internal import Foundation
internal import Tensors

/// The scores in the answer to an inference request.
struct InferenceResponse {
  /// `[N] + shape`.
  let output: Tensor

  /// Reads the output `name`, or the only one.
  ///
  /// - Throws: `RemoteVictimError` when the answer is not what the protocol says, or its shape does not fit its numbers.
  init(
    parsing body: Data, headerLength: Int?, output name: String?, address: String
  ) throws(RemoteVictimError) {
    func broken(_ what: String) -> RemoteVictimError {
      RemoteVictimError(address, what, remedy: "try 'encoding: json', or look at the server's log")
    }
    let length = headerLength ?? body.count
    guard (0...body.count).contains(length) else {
      throw broken("the answer has \(body.count) bytes, its JSON part alone is said to have \(length)")
    }
    guard let content = try? JSONDecoder().decode(Content.self, from: body.prefix(length)) else {
      throw broken("the answer is no inference response of the Open Inference Protocol, version 2")
    }
    guard let place = content.outputs.firstIndex(where: { $0.name == name || name == nil }) else {
      let names = content.outputs.map(\.name).joined(separator: ", ")
      throw broken("the answer has no output '\(name ?? "")'; it has \(names)")
    }
    let wanted = content.outputs[place]
    let scalars: [Float]
    if let size = wanted.parameters?.binaryDataSize {
      let start = length + content.outputs[..<place].reduce(0) { $0 + ($1.parameters?.binaryDataSize ?? 0) }
      guard size >= 0, start >= 0, start <= body.count, size <= body.count - start else {
        throw broken("the answer ends before its tensor '\(wanted.name)' does")
      }
      let bytes = body.dropFirst(start).prefix(size)
      guard let found = wanted.floats(in: bytes) else {
        throw broken("the output '\(wanted.name)' is \(wanted.datatype), which is not read in binary form")
      }
      scalars = found
    } else {
      scalars = wanted.data ?? []
    }
    guard wanted.shape.allSatisfy({ $0 >= 0 }), Self.product(wanted.shape) == scalars.count else {
      throw broken("the output '\(wanted.name)' has \(scalars.count) numbers for the shape \(wanted.shape)")
    }
    output = Tensor(shape: wanted.shape, scalars: scalars)
  }

  /// Nil where it is larger than any array.
  private static func product(_ shape: [Int]) -> Int? {
    shape.reduce(Int?.some(1)) { product, extent in
      guard let (value, overflow) = product?.multipliedReportingOverflow(by: extent), !overflow else { return nil }
      return value
    }
  }

  private struct Content: Decodable { let outputs: [Output] }

  private struct Output: Decodable {
    let name: String
    let datatype: String
    let shape: [Int]
    let parameters: Parameters?
    let data: [Float]?

    private enum CodingKeys: CodingKey { case name, datatype, shape, parameters, data }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      name = try fields.decode(String.self, forKey: .name)
      datatype = try fields.decode(String.self, forKey: .datatype)
      shape = try fields.decode([Int].self, forKey: .shape)
      parameters = try fields.decodeIfPresent(Parameters.self, forKey: .parameters)
      data = try fields.decodeIfPresent(NestedNumbers.self, forKey: .data)?.flat
    }

    func floats(in bytes: Data) -> [Float]? {
      switch datatype {
      case "FP32": LittleEndianFloats.floats(in: bytes)
      default: nil
      }
    }
  }

  private struct Parameters: Decodable {
    let binaryDataSize: Int?
    private enum CodingKeys: String, CodingKey { case binaryDataSize = "binary_data_size" }
  }
}

/// Numbers in lists, in lists of lists or flat, as servers differ.
private struct NestedNumbers: Decodable {
  let flat: [Float]

  init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Float.self) {
      flat = [number]
    } else {
      flat = try decoder.singleValueContainer().decode([NestedNumbers].self).flatMap(\.flat)
    }
  }
}
