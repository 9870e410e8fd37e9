/// Backpropagation through time.
///
/// Inputs: `w, r, b, h0, (c0,) y, reserve, dy, dyh (, dyc)`; absent cotangents are zero constants. Outputs: `dx`, `dh0` (,
/// `dc0`). With `givesWeightGradients`, `x` is one more input at the end and `dw, dr, db` are three more outputs: an attack
/// needs none of them and does not pay for them.
public struct RecurrentGradient: Operation, Hashable {
  public let recurrent: Recurrent
  public let inputSize: Int
  public let givesWeightGradients: Bool

  public init(_ recurrent: Recurrent, inputSize: Int, givesWeightGradients: Bool = false) {
    self.recurrent = recurrent
    self.inputSize = inputSize
    self.givesWeightGradients = givesWeightGradients
  }

  public var description: String { "gradient of \(recurrent)\(givesWeightGradients ? ", with weights" : "")" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    let isLSTM = recurrent.cell == .lstm
    let names =
      ["w", "r", "b", "h0"] + (isLSTM ? ["c0"] : []) + ["y", "reserve", "dy", "dyh"] + (isLSTM ? ["dyc"] : [])
      + (givesWeightGradients ? ["x"] : [])
    try checkCount(of: inputs, names.count...names.count)
    let y = inputs[isLSTM ? 5 : 4]
    guard y.count == 4 else { throw ShapeError(description, "expected y [T, D, N, H], got \(y)") }
    let shapes = try RecurrentShapes(recurrent, steps: y[0], batch: y[2], inputSize: inputSize)
    let states = shapes.outputs.dropLast()
    let expected = shapes.inputs.dropFirst() + [shapes.outputs[0], shapes.reserve] + states + [shapes.inputs[0]]
    for (name, shape, expected) in zip3(names, inputs, Array(expected)) { try check(name, shape, is: expected) }
    let weights = givesWeightGradients ? shapes.inputs[1...3] : []
    return [shapes.inputs[0]] + shapes.inputs.dropFirst(4) + weights
  }
}
