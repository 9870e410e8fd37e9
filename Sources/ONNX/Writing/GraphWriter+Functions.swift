import Graphs

/// Elementwise functions.
extension GraphWriter {
  mutating func unary(_ function: UnaryFunction, _ written: WrittenNode) throws(ONNXWriterError) {
    switch function {
    case .relu: try plain("Relu", written)
    case .leakyRelu(let slope): try plain("LeakyRelu", written, [ProtoAttribute("alpha", slope)])
    case .elu(let alpha): try plain("Elu", written, [ProtoAttribute("alpha", alpha)])
    case .selu(let alpha, let gamma):
      try plain("Selu", written, [ProtoAttribute("alpha", alpha), ProtoAttribute("gamma", gamma)])
    case .hardSigmoid(let alpha, let beta):
      try plain("HardSigmoid", written, [ProtoAttribute("alpha", alpha), ProtoAttribute("beta", beta)])
    case .gelu(let approximate): try gelu(approximate, written)
    case .clip(let lower, let upper): try clip(lower, upper, written)
    case .sigmoid: try plain("Sigmoid", written)
    case .hardSwish: try plain("HardSwish", written)
    case .tanh: try plain("Tanh", written)
    case .softplus: try plain("Softplus", written)
    case .erf: try plain("Erf", written)
    case .exp: try plain("Exp", written)
    case .log: try plain("Log", written)
    case .sqrt: try plain("Sqrt", written)
    case .abs: try plain("Abs", written)
    case .negate: try plain("Neg", written)
    case .reciprocal: try plain("Reciprocal", written)
    case .sign: try plain("Sign", written)
    case .floor: try plain("Floor", written)
    case .ceil: try plain("Ceil", written)
    case .round: try plain("Round", written)
    }
  }

  private mutating func clip(_ lower: Float, _ upper: Float, _ written: WrittenNode) throws(ONNXWriterError) {
    let bounds = [lower, upper].map { $0.isFinite ? scalar($0, for: written) : "" }
    emit("Clip", [try input(0, of: written)] + bounds, for: written)
  }

  /// Spelled out, because the operator came with opset 20.
  ///
  /// `½x·(1 + erf(x/√2))`, or `½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))`.
  private mutating func gelu(_ approximate: Bool, _ written: WrittenNode) throws(ONNXWriterError) {
    let x = try input(0, of: written)
    let inner: String
    if approximate {
      let cube = step("Mul", [step("Mul", [x, x], for: written), x], for: written)
      let small = step("Mul", [cube, scalar(0.044715, for: written)], for: written)
      let sum = step("Add", [x, small], for: written)
      let scaled = step("Mul", [sum, scalar((2 / Float.pi).squareRoot(), for: written)], for: written)
      inner = step("Tanh", [scaled], for: written)
    } else {
      let scaled = step("Mul", [x, scalar(Float(0.5).squareRoot(), for: written)], for: written)
      inner = step("Erf", [scaled], for: written)
    }
    let factor = step("Add", [inner, scalar(1, for: written)], for: written)
    let half = step("Mul", [x, scalar(0.5, for: written)], for: written)
    emit("Mul", [half, factor], for: written)
  }

  mutating func binary(_ function: BinaryFunction, _ written: WrittenNode) throws(ONNXWriterError) {
    switch function {
    case .add: try plain("Add", written)
    case .subtract: try plain("Sub", written)
    case .multiply: try plain("Mul", written)
    case .divide: try plain("Div", written)
    case .power: try plain("Pow", written)
    case .minimum: try plain("Min", written)
    case .maximum: try plain("Max", written)
    case .equal: try comparison("Equal", written)
    case .less: try comparison("Less", written)
    case .lessOrEqual: try comparison("LessOrEqual", written)
    case .greater: try comparison("Greater", written)
    case .greaterOrEqual: try comparison("GreaterOrEqual", written)
    }
  }

  /// Truth values become 1 and 0.
  private mutating func comparison(_ operatorName: String, _ written: WrittenNode) throws(ONNXWriterError) {
    let truth = step(operatorName, try inputs(of: written), for: written)
    emit("Cast", [truth], [ProtoAttribute("to", Int(ElementType.float32.rawValue))], for: written)
  }

  mutating func select(_ written: WrittenNode) throws(ONNXWriterError) {
    let inputs = try inputs(of: written)
    let truth = step("Cast", [inputs[0]], [ProtoAttribute("to", Int(ElementType.bool.rawValue))], for: written)
    emit("Where", [truth, inputs[1], inputs[2]], for: written)
  }

  /// Until opset 17 only sums take their axes as an input.
  mutating func reduction(_ operation: Reduction, _ written: WrittenNode) throws(ONNXWriterError) {
    let keeps = ProtoAttribute("keepdims", operation.keepsAxes)
    let x = try input(0, of: written)
    guard !operation.axes.isEmpty else { return emit("Identity", [x], for: written) }
    let operatorName =
      switch operation.function {
      case .sum: "ReduceSum"
      case .mean: "ReduceMean"
      case .maximum: "ReduceMax"
      case .minimum: "ReduceMin"
      }
    guard operation.function == .sum else {
      return emit(operatorName, [x], [ProtoAttribute("axes", operation.axes), keeps], for: written)
    }
    emit(operatorName, [x, addInitializer(operation.axes, name: "\(written.name)/axes")], [keeps], for: written)
  }
}
