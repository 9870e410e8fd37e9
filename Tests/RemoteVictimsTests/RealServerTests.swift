import Attacks
import Foundation
import RemoteVictims
import Tensors
import TestSupport
import Testing

/// Against MLServer, which other people wrote; skipped where Python has none (CHAFF_PYTHON names another Python).
@Suite(.serialized) struct RealServerTests {
  private static let python = PythonProgram(with: ["mlserver", "onnx", "onnxruntime"])

  @Test(.enabled(if: python != nil, "no Python with mlserver, onnx, onnxruntime"))
  func aServedModelAnswersAsItIsAndServesAttacks() throws {
    let folder = try TemporaryFolder()
    let port = Int.random(in: 20_000..<50_000)
    let server = try #require(Self.python).start(script: "serve_onnx.py", [folder.path, "\(port)"])
    // Asked to end it goes on, as long as it takes its connection for open.
    defer { kill(server.processIdentifier, SIGKILL) }
    // MLServer takes JSON alone, which is found out where nothing is said.
    for encoding in [nil, RemoteVictimSettings.Encoding.json] {
      let settings = RemoteVictimSettings(encoding: encoding, retries: 12, largestBatch: 4)
      let victim = try RemoteVictim(address: "http://127.0.0.1:\(port)", model: "linear", settings: settings)
      #expect(victim.encoding == .json && victim.inputShape == [2] && victim.outputShape == [3])
      var stream = RandomStream(seed: 1)
      let points = (0..<18).map { _ in stream.nextUniform() }
      let logits = try victim.logits(of: Tensor(shape: [9, 2], scalars: points)).scalars
      for row in 0..<9 {
        let (x, y) = (points[2 * row], points[2 * row + 1])
        for (index, expected) in [x + y, 2 * x + 0.5, 3 * y - x - 1].enumerated() {
          #expect(abs(logits[3 * row + index] - expected) < 1e-6)
        }
      }
      #expect(victim.queries == 10)
    }
  }

  @Test func aServerThatIsNotThereIsAClearError() {
    let settings = RemoteVictimSettings(retries: 0, timeout: 2)
    let error = #expect(throws: RemoteVictimError.self) {
      try RemoteVictim(address: "http://127.0.0.1:1", model: "linear", settings: settings)
    }
    #expect(error?.description.contains("http://127.0.0.1:1/v2/models/linear: no usable answer after 1 try") == true)
  }
}
