internal import Foundation
internal import Tensors

/// A batch of inputs as `POST v2/models/NAME/infer` takes it.
struct InferenceRequest {
  /// Names the length of the JSON part of a body that goes on with binary tensors.
  static let headerLength = "Inference-Header-Content-Length"

  let body: Data
  let headers: [String: String]
  var isBinary: Bool { headers[Self.headerLength] != nil }

  /// `inputs`, `[N] + shape`, for the tensor `inputName` of the model at an address; `outputName` nil asks for all outputs.
  ///
  /// - Throws: `RemoteVictimError` for inputs that are not finite, in JSON.
  init(
    _ inputs: Tensor, to model: URL, named inputName: String, output outputName: String?,
    encoding: RemoteVictimSettings.Encoding
  ) throws {
    let input = Input(name: inputName, shape: inputs.shape, datatype: "FP32")
    switch encoding {
    case .json:
      if let odd = inputs.scalars.first(where: { !$0.isFinite }) {
        throw RemoteVictimError(
          model.absoluteString, "an input holds \(odd), which JSON cannot say", remedy: "look at what made the input")
      }
      body = try Self.json(input, inputs.scalars, output: outputName)
      headers = ["Content-Type": "application/json"]
    case .binary:
      let header = try Self.header(input, output: outputName)
      body = header + LittleEndianFloats.bytes(of: inputs.scalars)
      headers = ["Content-Type": "application/octet-stream", Self.headerLength: "\(header.count)"]
    }
  }

  /// The JSON part in front of binary tensors.
  private static func header(_ input: Input, output: String?) throws -> Data {
    var input = input
    input.parameters = ["binary_data_size": input.shape.reduce(4, *)]
    return try JSONEncoder().encode(
      Content(
        inputs: [input], outputs: output.map { [Output(name: $0, parameters: ["binary_data": true])] },
        parameters: ["binary_data_output": true]))
  }

  /// Numbers as text.
  ///
  /// They are written here: a recording has 10⁵ of them, and an encoder of everything takes longer for these than the server
  /// for its answer.
  private static func json(_ input: Input, _ scalars: [Float], output: String?) throws -> Data {
    let encoder = JSONEncoder()
    var text = Data("{\"inputs\":[".utf8) + (try encoder.encode(input)).dropLast() + Data(",\"data\":[".utf8)
    text.append(contentsOf: scalars.lazy.map(\.description).joined(separator: ",").utf8)
    text.append(contentsOf: "]}]".utf8)
    if let output {
      text.append(contentsOf: ",\"outputs\":".utf8)
      text.append(try encoder.encode([Output(name: output, parameters: nil)]))
    }
    text.append(contentsOf: "}".utf8)
    return text
  }

  private struct Content: Encodable {
    let inputs: [Input]
    let outputs: [Output]?
    let parameters: [String: Bool]?
  }

  private struct Input: Encodable {
    let name: String
    let shape: [Int]
    let datatype: String
    var parameters: [String: Int]?
  }

  private struct Output: Encodable {
    let name: String
    let parameters: [String: Bool]?
  }
}

/// Numbers as the protocol's binary extension writes them.
enum LittleEndianFloats {
  static func bytes(of scalars: [Float]) -> Data {
    scalars.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
  }

  /// Nil unless the bytes are a whole number of values.
  static func floats(in data: Data) -> [Float]? {
    guard data.count % 4 == 0 else { return nil }
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: word)
    }
  }
}
