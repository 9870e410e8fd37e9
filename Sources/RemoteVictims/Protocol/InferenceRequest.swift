internal import Foundation
internal import Tensors

/// A batch of inputs as `POST v2/models/NAME/infer` takes it.
struct InferenceRequest {
  /// Names the length of the JSON part of a body that goes on with binary tensors.
  static let headerLength = "Inference-Header-Content-Length"

  let body: Data
  let headers: [String: String]
  var isBinary: Bool { headers[Self.headerLength] != nil }

  /// `inputs`, `[N] + shape`, for the model's tensor `inputName`; `outputName` nil asks for all outputs.
  init(
    _ inputs: Tensor, named inputName: String, output outputName: String?, encoding: RemoteVictimSettings.Encoding
  ) throws {
    let isBinary = encoding == .binary
    let scalars = inputs.scalars
    var input = Input(name: inputName, shape: inputs.shape, datatype: "FP32")
    if isBinary {
      input.parameters = ["binary_data_size": scalars.count * 4]
    } else {
      input.data = scalars
    }
    let content = Content(
      inputs: [input],
      outputs: outputName.map { [Output(name: $0, parameters: isBinary ? ["binary_data": true] : nil)] },
      parameters: isBinary ? ["binary_data_output": true] : nil)
    let header = try JSONEncoder().encode(content)
    guard isBinary else {
      (body, headers) = (header, ["Content-Type": "application/json"])
      return
    }
    body = header + LittleEndianFloats.bytes(of: scalars)
    headers = ["Content-Type": "application/octet-stream", Self.headerLength: "\(header.count)"]
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
    var data: [Float]?
  }

  private struct Output: Encodable {
    let name: String
    let parameters: [String: Bool]?
  }
}

/// Numbers as the protocol's binary extension writes them.
enum LittleEndianFloats {
  static func bytes(of scalars: [Float]) -> Data {
    var data = Data(capacity: scalars.count * 4)
    for scalar in scalars { withUnsafeBytes(of: scalar.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
    return data
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
