import Foundation

/// A model read from an ONNX file: everything that can be said of it before it is given an input shape.
///
/// `graph(inputShapes:)` turns it into a `Graph` that an engine can run and differentiate.
///
/// Read are opsets 7 to 21 with weights as initializers, Constant nodes or external data files. Dynamic extents get
/// their numbers from the input shapes; a batch size fixed by the exporter is changed where that can be proved to keep
/// samples apart.
public struct ONNXModel: Sendable {
  public static let supportedOpsets = 7...21

  public let path: String
  public let irVersion: Int
  /// The program that wrote the file and its version ("pytorch 2.3.0"), or empty.
  public let producer: String
  /// The version of each operator set that the model imports; "" is the standard one.
  public let opsets: [String: Int]
  /// The inputs that a caller must provide: initializers that old files list here are left out.
  public let inputs: [TensorDescription]
  public let outputs: [TensorDescription]
  /// The model defines operators itself; by "domain:name".
  let functions: Set<String>
  let constants: [String: Constant]
  /// The nodes that the outputs depend on, in running order.
  let nodes: [ONNXNode]

  /// Reads a model and everything it refers to.
  ///
  /// - Throws: `ONNXError` for a file that is missing, empty, truncated, too large or no ONNX model; for a graph with
  ///   cycles or missing values; for weights that are missing or lie outside the model's folder; for an opset that is
  ///   not supported. Unsupported operators are no error here, see `unsupported`.
  public init(contentsOf path: String) throws(ONNXError) {
    self.path = path
    let contents: ModelReader.Contents
    do {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      contents = try ModelReader(folder: folder).contents(of: ModelFile.contents(of: path))
    } catch {
      throw ONNXError(error, path: path)
    }
    irVersion = contents.irVersion
    producer = contents.producer
    opsets = contents.opsets
    inputs = contents.inputs
    outputs = contents.outputs
    functions = contents.functions
    constants = contents.constants
    nodes = contents.nodes
    try checkOpset()
  }

  private func checkOpset() throws(ONNXError) {
    let supported = ONNXModel.supportedOpsets
    guard let opset = opsets[""] else {
      throw ONNXError(ONNXError(.malformed, "imports no version of the standard operators"), path: path)
    }
    guard supported.contains(opset) else {
      throw ONNXError(
        ONNXError(
          .unsupported, "uses opset \(opset); supported are \(supported.lowerBound) to \(supported.upperBound)",
          hint: "export it again, or convert it with onnx.version_converter"), path: path)
    }
  }
}

extension ONNXError {
  /// Any error of this module, with the file it is about.
  init(_ error: any Error, path: String) {
    self = error as? ONNXError ?? ONNXError(.malformed, "\(error)")
    self.path = path
  }
}
