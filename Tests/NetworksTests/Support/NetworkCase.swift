import Foundation
import Networks
import Tensors
import TestSupport

/// A network whose size and logits PyTorch computed; generate_networks.py writes them and says how.
struct NetworkCase: Decodable, Sendable, CustomStringConvertible {
  let settings: AnyArchitecture
  let parameters: Int
  let logits: [Float]

  struct File: Decodable {
    let usualParameters: [String: Int]
    let cases: [NetworkCase]
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

  static func file() throws -> File {
    try JSONDecoder().decode(File.self, from: Data(Fixture.bytes("networks.json", beside: folder)))
  }

  static var all: [NetworkCase] { (try? file().cases) ?? [] }

  var architecture: any Architecture { settings.base }

  var description: String { "\(type(of: architecture).identifier) for \(architecture.inputShape)" }

  /// Two samples.
  var input: Tensor {
    var x = Self.sines([2] + architecture.inputShape, phase: 0) { Float(0.5 + 0.5 * $0) }
    guard (architecture as? RadarConv3D)?.masksPadding == true else { return x }
    let frame = architecture.inputShape[2] * architecture.inputShape[3]
    let channel = architecture.inputShape[1] * frame
    for (sample, valid) in [(0, 7), (1, 3)] {
      let start = ((sample + 1) * architecture.inputShape[0] - 1) * channel
      x.withMutableScalars { scalars in
        for index in 0..<channel { scalars[start + index] = index < valid * frame ? 1 : 0 }
      }
    }
    return x
  }

  /// Sines in place of trained parameters.
  func parameterSet() throws -> ParameterSet {
    let specification = try architecture.specification()
    var set = ParameterSet()
    for (index, parameter) in specification.parameters.enumerated() {
      set[parameter.name] = Self.sines(parameter.shape, phase: Double(index)) { wave in
        Self.value(wave, name: parameter.name, shape: parameter.shape)
      }
    }
    for (index, norm) in specification.normalizations.enumerated() {
      set[norm.runningMean] = Self.sines([norm.channels], phase: Double(index)) { Float(0.1 * $0) }
      set[norm.runningVariance] = Self.sines([norm.channels], phase: Double(index) + 0.5) { Float(1 + 0.5 * $0) }
    }
    return set
  }

  private static func value(_ wave: Double, name: String, shape: [Int]) -> Float {
    if shape.count == 1 { return Float(name.hasSuffix("norm.weight") ? 1 + 0.2 * wave : 0.1 * wave) }
    if name.hasSuffix(".b") { return Float(0.1 * wave) }
    let isRecurrent = name.hasSuffix(".w") || name.hasSuffix(".r")
    let fan = isRecurrent ? shape[shape.count - 1] : Array(shape.dropFirst()).product
    return Float(wave * (3 / Double(fan)).squareRoot())
  }

  private static func sines(_ shape: [Int], phase: Double, _ number: (Double) -> Float) -> Tensor {
    Tensor(shape: shape, scalars: (1...shape.product).map { number(sin(0.37 * Double($0) + 1.3 * phase)) })
  }
}
