import Foundation
import SwiftProtobuf

/// Turns the messages of a file into the parts of an `ONNXModel`, checking everything that later code relies on.
struct ModelReader {
  struct Contents {
    var irVersion = 0
    var producer = ""
    var opsets: [String: Int] = [:]
    var functions: Set<String> = []
    var inputs: [TensorDescription] = []
    var outputs: [TensorDescription] = []
    var constants: [String: Constant] = [:]
    var nodes: [ONNXNode] = []
  }

  private let tensors: TensorReader

  init(folder: String) { tensors = TensorReader(external: ExternalData(folder: folder)) }

  func contents(of data: Data) throws -> Contents {
    let model = try decoded(data)
    guard model.hasGraph else {
      throw ONNXError(.malformed, "holds no graph", hint: "is it really an ONNX model? Export it again")
    }
    guard !model.graph.node.isEmpty else { throw ONNXError(.malformed, "the graph has no nodes") }
    guard model.irVersion >= 3 else {
      throw ONNXError(.malformed, "has IR version \(model.irVersion); 3 is the first that is read")
    }
    var contents = Contents()
    contents.irVersion = Int(model.irVersion)
    contents.producer = [model.producerName, model.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
    contents.functions = Set(model.functions.map { "\(standardised($0.domain)):\($0.name)" })
    for opset in model.opsetImport { contents.opsets[standardised(opset.domain)] = Int(opset.version) }
    try read(model.graph, into: &contents)
    return contents
  }

  private func decoded(_ data: Data) throws -> ProtoModel {
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    do {
      return try ProtoModel(serializedBytes: data, options: options)
    } catch BinaryDecodingError.truncated {
      throw ONNXError(.malformed, "is truncated, or no ONNX file", hint: "copy or export it again")
    } catch {
      throw ONNXError(.malformed, "is not an ONNX file: its bytes are no protocol buffer of a model")
    }
  }

  private func read(_ graph: ProtoGraph, into contents: inout Contents) throws {
    if let sparse = graph.sparseInitializer.first {
      throw ONNXError(
        .unsupported, at: "initializer '\(sparse.values.name)'", "is sparse", hint: "export dense weights")
    }
    for tensor in graph.initializer {
      let place = "initializer '\(tensor.name)'"
      contents.constants[tensor.name] = try tensors.constant(tensor, place: place)
    }
    // Up to IR version 3 every initializer is listed among the inputs as well.
    let inputs = graph.input.filter { contents.constants[$0.name] == nil }
    contents.inputs = inputs.map(description)
    contents.outputs = graph.output.map(description)
    guard !contents.inputs.isEmpty else { throw ONNXError(.malformed, "the graph has no input") }
    guard !contents.outputs.isEmpty else { throw ONNXError(.malformed, "the graph has no output") }
    let known = Set(contents.inputs.map(\.name)).union(contents.constants.keys)
    let nodes = try graph.node.map(node)
    contents.nodes = try NodeOrder.arranged(nodes, known: known, outputs: contents.outputs.map(\.name))
  }

  private func description(_ value: ProtoValueInfo) -> TensorDescription {
    let tensor = value.type.tensorType
    let axes = tensor.shape.dim.map { axis in
      // Some exporters write −1 or 0 for a dynamic axis.
      TensorDescription.Axis(extent: axis.dimValue > 0 ? Int(axis.dimValue) : nil, name: axis.dimParam)
    }
    return TensorDescription(
      name: value.name, axes: tensor.hasShape ? axes : nil, elementType: ElementType(rawValue: tensor.elemType))
  }

  private func node(_ node: ProtoNode) throws -> ONNXNode {
    let label = "node '\(node.name.isEmpty ? node.output.first ?? "?" : node.name)' (\(node.opType))"
    var attributes: [String: ONNXAttribute] = [:]
    for attribute in node.attribute { attributes[attribute.name] = try value(of: attribute, label) }
    return ONNXNode(
      name: node.name, operatorName: node.opType, domain: standardised(node.domain), inputs: node.input,
      outputs: node.output, attributes: attributes)
  }

  private func value(of attribute: ProtoAttribute, _ label: String) throws -> ONNXAttribute {
    switch attribute.type {
    case .float: .real(attribute.f)
    case .int: .integer(attribute.i)
    case .string: .text(String(decoding: attribute.s, as: UTF8.self))
    case .tensor: try tensor(attribute.t, "\(label), attribute '\(attribute.name)'")
    case .floats: .reals(attribute.floats)
    case .ints: .integers(attribute.ints)
    case .strings: .texts(attribute.strings.map { String(decoding: $0, as: UTF8.self) })
    default: .other("\(attribute.type)")
    }
  }

  /// A tensor of a type that is not read is no error until an operator needs it.
  private func tensor(_ tensor: ProtoTensor, _ place: String) throws -> ONNXAttribute {
    do {
      return .tensor(try tensors.constant(tensor, place: place))
    } catch let error as ONNXError where error.kind == .unsupported {
      return .other("tensor that \(error.problem)")
    }
  }

  private func standardised(_ domain: String) -> String { domain == "ai.onnx" ? "" : domain }
}
