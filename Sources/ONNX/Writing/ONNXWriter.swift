public import Foundation
public import Graphs
internal import SwiftProtobuf

/// Writes a graph as an ONNX model whose batch size is open.
public enum ONNXWriter {
  public static let opset = 17
  public static let irVersion = 8

  /// Any two sizes would do; these two are alike with no width or length by chance.
  private static let batches = (2, 3)

  /// The bytes of a model with one input and one output, both with the batch as their first axis.
  ///
  /// The graph is built for two batch sizes; extents that differ between the two are left open in the file (−1 in a
  /// Reshape, the axis "batch" of input and output). Nodes keep their names, so that layers can be named after the file
  /// has been read again, and the weights are in the file itself.
  ///
  /// - Parameters:
  ///   - graphForBatch: the graph for a batch size: one input, one output, weights as constants.
  ///   - inputName: what the input is called in the file.
  ///   - outputName: what the output is called in the file.
  ///   - metadata: `metadata_props` of the model; sorted by key, so that the same model gives the same bytes.
  /// - Returns: what to put into a file.
  /// - Throws: `ONNXWriterError`, which names the node that ONNX cannot express; what `graphForBatch` throws.
  public static func write(
    graphForBatch: (Int) throws -> Graph, inputName: String = "input", outputName: String = "logits",
    metadata: [String: String] = [:]
  ) throws -> Data {
    let (small, large) = (try graphForBatch(batches.0).pruned().graph, try graphForBatch(batches.1).pruned().graph)
    try check(small)
    var writer = try GraphWriter(small, large, inputName: inputName, outputName: outputName)
    try writer.writeNodes()
    var model = ProtoModel()
    model.irVersion = Int64(irVersion)
    model.producerName = "chaff"
    model.graph = try writer.finished(inputName: inputName, outputName: outputName, batches: batches)
    var operators = ProtoOperatorSetID()
    operators.version = Int64(opset)
    model.opsetImport = [operators]
    model.metadataProps = metadata.sorted { $0.key < $1.key }.map(pair)
    return try model.serializedData()
  }

  private static func check(_ graph: Graph) throws(ONNXWriterError) {
    guard graph.inputs.count == 1, graph.outputs.count == 1 else {
      throw ONNXWriterError(
        "the graph has \(graph.inputs.count) inputs and \(graph.outputs.count) outputs",
        hint: "write a graph of one input and one output: of a network, the deployed form")
    }
  }

  private static func pair(_ key: String, _ value: String) -> ProtoStringPair {
    var pair = ProtoStringPair()
    (pair.key, pair.value) = (key, value)
    return pair
  }
}
