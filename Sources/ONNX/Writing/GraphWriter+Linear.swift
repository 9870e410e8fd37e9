import Graphs

extension GraphWriter {
  /// `Gemm` for two matrices, else `MatMul` of what is transposed first.
  mutating func matrixProduct(_ operation: MatrixProduct, _ written: WrittenNode) throws(ONNXWriterError) {
    var inputs = try inputs(of: written)
    let ranks = written.node.inputs.map { small.shape(of: $0).count }
    if ranks == [2, 2] {
      let attributes = [
        ProtoAttribute("transA", operation.transposesLeft), ProtoAttribute("transB", operation.transposesRight),
      ]
      return emit("Gemm", inputs, attributes, for: written)
    }
    for (index, transposes) in [operation.transposesLeft, operation.transposesRight].enumerated() where transposes {
      var permutation = Array(0..<ranks[index])
      permutation.swapAt(ranks[index] - 1, ranks[index] - 2)
      inputs[index] = step("Transpose", [inputs[index]], [ProtoAttribute("perm", permutation)], for: written)
    }
    emit("MatMul", inputs, for: written)
  }
}
