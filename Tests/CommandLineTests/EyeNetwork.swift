import Foundation
import Graphs
import Images
import ONNX
import Tensors
import TestSupport

/// A network of independent pixels that draws optic discs with cups, and pictures of eyes for it: dark, grey and light.
struct EyeNetwork {
  static let side = 24

  let folder: TemporaryFolder

  /// Writes eyes.onnx and eyes.yaml.
  ///
  /// Logits 0, 10 x − 3.5, 20 x − 10.5: disc from 0.35 on, cup from 0.7 on.
  init(in folder: TemporaryFolder) throws {
    self.folder = folder
    let side = Self.side
    let data = try ONNXWriter.write { batch in
      var graph = Graph()
      let x = graph.addInput(shape: [batch, 1, side, side])
      let convolution = Convolution(strides: [1, 1], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
      let copy = graph.addConstant(Tensor(shape: [1, 1, 1, 1], scalars: [1]))
      let y = try graph(Unary(.relu), graph(convolution, x, copy, name: "copy"), name: "relu")
      let weight = graph.addConstant(Tensor(shape: [3, 1, 1, 1], scalars: [0, 10, 20]))
      let bias = graph.addConstant(Tensor(shape: [3], scalars: [0, -3.5, -10.5]))
      graph.outputs = [try graph(convolution, y, weight, bias, name: "classes")]
      return graph
    }
    try data.write(to: URL(fileURLWithPath: folder.file("eyes.onnx")))
    try "model: eyes.onnx\naxes: [channel, height, width]\nclasses: [background, disc, cup]\nbounds: [0, 1]\n"
      .write(toFile: folder.file("eyes.yaml"), atomically: true, encoding: .utf8)
  }

  /// More pictures for a network that is there.
  init(besides folder: TemporaryFolder) { self.folder = folder }

  /// Writes DATA/images/NAME.png with a disc of radius 6 and a cup in it, and a second, small disc; and its mask, once for
  /// each annotator: the second leaves the cup away.
  func writeEye(
    _ name: String, x: Int, cup: Int, data: String = "eyes", width: Int = side, height: Int = side,
    annotators: [String] = []
  ) throws {
    let classes = (0..<width * height).map { pixel -> Int in
      let (row, column) = (pixel / width, pixel % width)
      if row == 1, column < 4 { return 1 }
      let square = (column - x) * (column - x) + (row - 11) * (row - 11)
      return square <= cup * cup ? 2 : square <= 36 ? 1 : 0
    }
    func write(_ file: String, _ levels: [UInt8]) throws {
      let path = folder.file("\(data)/\(file).png")
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      try Image(width: width, height: height, colour: .grey, bytes: classes.map { levels[$0] }).writePNG(to: path)
    }
    try write("images/\(name)", [40, 130, 230])
    guard !annotators.isEmpty else { return try write("masks/\(name)", [0, 1, 2]) }
    for (place, annotator) in annotators.enumerated() {
      try write("masks/\(name)_\(annotator)", place == 0 ? [0, 1, 2] : [0, 1, 1])
    }
  }
}
