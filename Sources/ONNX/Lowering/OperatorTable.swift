/// All ONNX operators that are lowered, by `op_type`, and what is said of some that are not.
enum OperatorTable {
  static let supported: [String: OperatorSupport] = {
    let families: [[String: OperatorSupport]] = [
      Lowering.convolutions, Lowering.pooling, Lowering.normalizations, Lowering.activations, Lowering.arithmetic,
      Lowering.comparisons, Lowering.reductions, Lowering.linear, Lowering.softmaxes, Lowering.reshapes,
      Lowering.slicing, Lowering.joining, Lowering.expansion, Lowering.padding, Lowering.resizing, Lowering.recurrents,
      Lowering.constants, Lowering.passing, Lowering.einsums,
    ]
    return families.reduce(into: [:]) { table, family in table.merge(family) { first, _ in first } }
  }()

  /// Why an operator is refused, where there is more to say than that it is not known.
  static func explanation(of operatorName: String) -> String {
    switch operatorName {
    case "If", "Loop", "Scan":
      "control flow inside a model is not supported; export with fixed shapes, or simplify the model"
    case "ArgMax", "ArgMin", "TopK", "NonMaxSuppression", "Unique":
      "no gradient passes through it; export the model up to its logits"
    case "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger",
      "MatMulInteger":
      "quantised models have no useful gradient; use the floating-point model"
    case "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial":
      "the model's output would be random; export it in inference mode"
    default: "is not supported"
    }
  }
}
