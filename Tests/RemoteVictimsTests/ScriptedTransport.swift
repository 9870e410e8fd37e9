import Foundation
import RemoteVictims

/// A server made of prepared answers: each question is answered by the next one, the last one again and again.
final class ScriptedTransport: HTTPTransport {
  typealias Step = (HTTPQuestion) -> Result<HTTPAnswer, TransportFailure>
  private var steps: [Step]
  private(set) var questions: [HTTPQuestion] = []

  init(_ steps: [Step]) { self.steps = steps }

  func answer(to question: HTTPQuestion) throws(TransportFailure) -> HTTPAnswer {
    questions.append(question)
    let step = steps.count > 1 ? steps.removeFirst() : steps[0]
    return try step(question).get()
  }
}

extension Result<HTTPAnswer, TransportFailure> {
  static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Self {
    .success(.json(text, status: status, headers: headers))
  }
}

extension HTTPAnswer {
  static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: headers, body: Data(text.utf8))
  }
}

/// A linear model `z = (x₀ + x₁, 2 x₀)` as a server would answer for it, in JSON or in binary tensors.
enum LinearServer {
  static let metadata = #"""
    {"name": "linear", "platform": "test", "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}],
     "outputs": [{"name": "z", "datatype": "FP32", "shape": [-1, 2]}]}
    """#

  static func reply(to question: HTTPQuestion) -> Result<HTTPAnswer, TransportFailure> {
    .success(answer(to: question))
  }

  /// What `InferenceRequest` sent, decoded by other means than its own.
  private static func answer(to question: HTTPQuestion) -> HTTPAnswer {
    guard let body = question.body else { return .json(metadata) }
    let headerName = "Inference-Header-Content-Length"
    let length = question.headers[headerName].flatMap { Int($0) } ?? body.count
    guard
      let content = try? JSONSerialization.jsonObject(with: body.prefix(length)) as? [String: Any],
      let input = (content["inputs"] as? [[String: Any]])?.first, let shape = input["shape"] as? [Int]
    else { return .json("no", status: 400) }
    let isBinary = question.headers[headerName] != nil
    let values = isBinary ? floats(body.dropFirst(length)) : (input["data"] as? [Double] ?? []).map { Float($0) }
    let scores = stride(from: 0, to: values.count, by: 2).flatMap { [values[$0] + values[$0 + 1], 2 * values[$0]] }
    if !isBinary {
      let numbers = scores.map { "\($0)" }.joined(separator: ",")
      return .json(
        #"{"model_name":"linear","outputs":[{"name":"z","datatype":"FP32","shape":[\#(shape[0]),2],"data":[\#(numbers)]}]}"#
      )
    }
    let header = Data(
      #"{"outputs":[{"name":"z","datatype":"FP32","shape":[\#(shape[0]),2],"parameters":{"binary_data_size":\#(scores.count * 4)}}]}"#
        .utf8)
    let bytes = scores.flatMap { score in withUnsafeBytes(of: score) { Array($0) } }
    return HTTPAnswer(status: 200, headers: [headerName: "\(header.count)"], body: header + Data(bytes))
  }

  private static func floats(_ data: Data) -> [Float] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].withUnsafeBytes { $0.loadUnaligned(as: Float.self) }
    }
  }
}
