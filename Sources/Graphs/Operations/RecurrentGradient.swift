/// Backpropagation through time.
///
/// Weights are constants in an attack: only `x` and the initial states get cotangents.
///
/// Inputs: `w, r, b, h0, (c0,) y, reserve, dy, dyh (, dyc)`; absent cotangents are zero constants. Outputs: `dx`, `dh0` (, `dc0`).
public struct RecurrentGradient: Operation, Hashable {
  public let recurrent: Recurrent
  public let inputSize: Int

  public init(_ recurrent: Recurrent, inputSize: Int) {
    self.recurrent = recurrent
    self.inputSize = inputSize
  }

  public var description: String { "gradient of \(recurrent)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    let isLSTM = recurrent.cell == .lstm
    let names =
      isLSTM
      ? ["w", "r", "b", "h0", "c0", "y", "reserve", "dy", "dyh", "dyc"]
      : ["w", "r", "b", "h0", "y", "reserve", "dy", "dyh"]
    try checkCount(of: inputs, names.count...names.count)
    let y = inputs[isLSTM ? 5 : 4]
    guard y.count == 4 else { throw ShapeError(description, "expected y [T, D, N, H], got \(y)") }
    let shapes = try RecurrentShapes(recurrent, steps: y[0], batch: y[2], inputSize: inputSize)
    let states = shapes.outputs.dropLast()
    let expected = shapes.inputs.dropFirst() + [shapes.outputs[0], shapes.reserve] + states
    for (name, shape, expected) in zip3(names, inputs, Array(expected)) { try check(name, shape, is: expected) }
    return [shapes.inputs[0]] + shapes.inputs.dropFirst(4)
  }
}
