public import Graphs

extension ONNXModel {
  /// The graph for the given shape of each input, by name; the first axis of an input is its batch axis.
  ///
  /// - Throws: see `lowered(inputShapes:)`.
  public func graph(inputShapes: [String: [Int]]) throws(ONNXError) -> Graph {
    try lowered(inputShapes: inputShapes).graph
  }

  /// The graph of a model with one input, for a batch of samples.
  ///
  /// - Parameters:
  ///   - batch: the number of samples.
  ///   - inputShape: the shape of one sample; needed only where the file leaves extents open.
  /// - Returns: a graph whose input is `[batch] + inputShape`.
  /// - Throws: see `lowered(inputShapes:)`.
  public func graph(batch: Int, inputShape: [Int]? = nil) throws(ONNXError) -> Graph {
    try lowered(batch: batch, inputShape: inputShape).graph
  }

  /// Like `graph(batch:inputShape:)`, with what was found out on the way.
  public func lowered(batch: Int, inputShape: [Int]? = nil) throws(ONNXError) -> LoweredModel {
    guard inputs.count == 1 else {
      throw failure(
        .shape, "has \(inputs.count) inputs (\(inputs.map(\.name).joined(separator: ", ")))",
        hint: "export a model of one input")
    }
    let sample: [Int]
    if let inputShape { sample = inputShape } else { sample = try declaredSampleShape() }
    return try lowered(inputShapes: [inputs[0].name: [batch] + sample])
  }

  /// The model as a graph for the given shape of each input, by name.
  ///
  /// First the model is taken literally. If it was exported for another batch size (or its literal shapes only make sense
  /// for one sample), shapes are worked out for the exported batch and the batch is put back where it lies; that
  /// counts only if it is proved that samples stay apart.
  ///
  /// The batch size is the first extent of the first input; other inputs with the same first extent are batched too.
  ///
  /// - Throws: `ONNXError` of kind `.unsupported` (with all unsupported nodes), `.shape` if the input does not fit, or
  ///   `.fixedBatch` if the model runs only at the batch size it was exported with: then run sample by sample.
  public func lowered(inputShapes: [String: [Int]]) throws(ONNXError) -> LoweredModel {
    try checkSupported()
    let batch = try checkedBatch(inputShapes)
    guard let exportedBatch else { return try lowerLiterally(inputShapes, batch: batch) }
    guard exportedBatch != batch else { return try lower(inputShapes, batch: batch) }
    guard exportedBatch <= Extents.largest else {
      throw failure(.malformed, "declares a batch of \(exportedBatch) samples")
    }
    return try reinterpret(inputShapes, batch: batch, exportedBatch: exportedBatch)
  }

  /// The batch is open: literal shapes first; if they do not work or mix samples, as those of one sample.
  private func lowerLiterally(_ shapes: [String: [Int]], batch: Int) throws(ONNXError) -> LoweredModel {
    let literal: LoweredModel
    do {
      literal = try lower(shapes, batch: batch)
    } catch {
      guard batch > 1, error.kind == .shape,
        let single = try? reinterpret(shapes, batch: batch, exportedBatch: 1)
      else { throw error }
      return single
    }
    guard batch > 1, !literal.isBatchSeparable else { return literal }
    return (try? reinterpret(shapes, batch: batch, exportedBatch: 1)) ?? literal
  }

  /// No real model comes near: one decision for each kind of layer, each of two or three ways.
  private static let largestSearch = 64

  /// Literal shapes are those of `exportedBatch` samples; counts only if samples are proved to stay apart.
  private func reinterpret(
    _ shapes: [String: [Int]], batch: Int, exportedBatch: Int
  ) throws(ONNXError) -> LoweredModel {
    var choices = BatchChoices()
    var obstacle: ONNXError?
    for _ in 0..<ONNXModel.largestSearch {
      do {
        let model = try lower(shapes, batch: batch, exportedBatch: exportedBatch, choices: &choices)
        if model.isBatchSeparable { return model }
        obstacle = obstacle ?? failure(.fixedBatch, model.mixing ?? "")
      } catch {
        guard error.kind == .shape || error.kind == .fixedBatch else { throw error }
        obstacle = obstacle ?? error
      }
      guard choices.advance() else { break }
    }
    throw failure(
      .fixedBatch, at: obstacle?.place ?? "", obstacle?.problem ?? "",
      hint: "the model was exported for a batch of \(exportedBatch); run it at that size")
  }

  /// The model as its file says, for the batch size of `shapes`.
  private func lower(_ shapes: [String: [Int]], batch: Int) throws(ONNXError) -> LoweredModel {
    var none = BatchChoices()
    return try lower(shapes, batch: batch, exportedBatch: nil, choices: &none)
  }

  private func lower(
    _ shapes: [String: [Int]], batch: Int, exportedBatch: Int?, choices: inout BatchChoices
  ) throws(ONNXError) -> LoweredModel {
    var lowering = Lowering(
      opset: opsets[""] ?? 0, constants: constants, batch: batch, exportedBatch: exportedBatch, choices: choices)
    defer { choices = lowering.choices }
    for input in inputs {
      let shape = shapes[input.name] ?? []
      lowering.addInput(input.name, shape: shape, isBatched: shape.first == batch)
    }
    do {
      for node in nodes { try lowering.lower(node) }
      for output in outputs { try lowering.addOutput(output.name) }
    } catch {
      throw ONNXError(error, path: path)
    }
    return lowering.result()
  }

  func failure(
    _ kind: ONNXError.Kind, at place: String = "", _ problem: String, hint: String = ""
  ) -> ONNXError {
    ONNXError(ONNXError(kind, at: place, problem, hint: hint), path: path)
  }
}

extension ONNXModel {
  private func checkSupported() throws(ONNXError) {
    let nodes = unsupported
    guard !nodes.isEmpty else { return }
    let list = nodes.map { "\n  \($0)" }.joined()
    throw failure(.unsupported, "\(nodes.count) unsupported node\(nodes.count == 1 ? "" : "s"):\(list)")
  }

  private func declaredSampleShape() throws(ONNXError) -> [Int] {
    guard let axes = inputs[0].axes, !axes.isEmpty else {
      throw failure(
        .shape, "input '\(inputs[0].name)' has no shape in the file",
        hint: "give the shape of one sample with --shape or in a card")
    }
    let extents = axes.dropFirst().compactMap(\.extent)
    guard extents.count == axes.count - 1 else {
      throw failure(
        .shape, "input \(inputs[0]) leaves extents open", hint: "give the shape of one sample with --shape or in a card"
      )
    }
    return extents
  }

  /// Checks the shapes against what the file says of its inputs, and returns the batch size.
  private func checkedBatch(_ shapes: [String: [Int]]) throws(ONNXError) -> Int {
    for name in shapes.keys.sorted() where !inputs.contains(where: { $0.name == name }) {
      throw failure(.shape, "has no input '\(name)'; its inputs are \(inputs.map(\.name).joined(separator: ", "))")
    }
    for input in inputs {
      guard let type = input.elementType, type.isReal else {
        throw failure(.unsupported, "input \(input) is not floating-point", hint: "export a model of real inputs")
      }
      guard let shape = shapes[input.name] else { throw failure(.shape, "input '\(input.name)' needs a shape") }
      guard accepts(shape, for: input) else {
        throw failure(.shape, "input \(input) does not take the shape \(shape)")
      }
    }
    guard let batch = shapes[inputs[0].name]?.first else {
      throw failure(.shape, "input '\(inputs[0].name)' has no batch axis")
    }
    return batch
  }

  /// Every extent but the batch must be what the file says.
  private func accepts(_ shape: [Int], for input: TensorDescription) -> Bool {
    guard shape.allSatisfy({ $0 > 0 }), Graph.elementCount(shape) != nil else { return false }
    guard let axes = input.axes else { return true }
    guard axes.count == shape.count else { return false }
    return axes.indices.dropFirst().allSatisfy { axes[$0].extent == nil || axes[$0].extent == shape[$0] }
  }
}
