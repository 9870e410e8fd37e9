import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Cones as plans: what the engine makes of a cut graph is what it makes of the whole one.
@Suite struct ConePlanTests {
  @Test(arguments: ConeCase.all)
  func plansOfACutGraphAgreeWithThatOfTheWhole(_ example: ConeCase) throws {
    for batch in [1, 3] {
      let graph = try example.graph(batch)
      let whole = try Plan(compiling: graph)
      for positions in example.positions {
        let split = try #require(try graph.cone(ofPositions: positions, alongAxis: example.axis))
        var random = RandomTensors(seed: 3)
        let clean = random.uniform(whole.inputShapes[0])
        let point = changed(clean, positions, example.axis, to: random.uniform(whole.inputShapes[0]))
        let cotangent = random.uniform(whole.outputShapes[0])
        let pieces = try Plan(compiling: split.base, gradientTargets: []).forward([clean])
        let cone = try Plan(compiling: split.cone, gradientTargets: [split.cone.inputs[0]])
        let window = point.selecting(split.window, alongAxis: example.axis)
        let outputs = try cone.forward([window] + pieces)
        #expect(Conformance.error(outputs[0], try whole.forward([point])[0]) < 1e-5)
        let start = split.window.lowerBound
        let inside = positions.lowerBound - start..<positions.upperBound - start
        let found = try cone.pullback([cotangent])[0].selecting(inside, alongAxis: example.axis)
        let expected = try whole.pullback([cotangent])[0].selecting(positions, alongAxis: example.axis)
        #expect(Conformance.error(found, expected) < 1e-5, "\(positions), batch \(batch)")
      }
    }
  }

  private func changed(_ clean: Tensor, _ positions: Range<Int>, _ axis: Int, to other: Tensor) -> Tensor {
    let inner = clean.shape[(axis + 1)...].reduce(1, *)
    return Tensor(
      shape: clean.shape,
      scalars: clean.scalars.indices.map { index in
        positions.contains(index / inner % clean.shape[axis]) ? other.scalars[index] : clean.scalars[index]
      })
  }
}
