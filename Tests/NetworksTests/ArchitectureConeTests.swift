import Engine
import Graphs
import Networks
import Tensors
import TestSupport
import Testing

/// The architectures that come with the program, cut along every axis but that of the channels.
@Suite struct ArchitectureConeTests {
  @Test(arguments: NetworkCase.all)
  func aConeGivesWhatTheWholeGives(_ example: NetworkCase) throws {
    let architecture = example.architecture
    let graph = try architecture.graph(.deployed(example.parameterSet()), batch: 2).graph
    let whole = try Plan(compiling: graph)
    for axis in 2..<whole.inputShapes[0].count {
      let extent = whole.inputShapes[0][axis]
      for positions in [extent * 3 / 4..<extent, extent / 2..<extent / 2 + 1] where positions.count < extent {
        let split = try #require(try graph.cone(ofPositions: positions, alongAxis: axis))
        let point = example.input.changed(positions, alongAxis: axis)
        let pieces = try Plan(compiling: split.base, gradientTargets: []).forward([example.input])
        let cone = try Plan(compiling: split.cone, gradientTargets: [split.cone.inputs[0]])
        let outputs = try cone.forward([point.selecting(split.window, alongAxis: axis)] + pieces)
        let expected = try whole.forward([point])[0]
        #expect(Conformance.error(outputs[0], expected) < 1e-5, "\(positions) of axis \(axis)")
        let start = split.window.lowerBound
        let found = try cone.pullback([expected])[0]
          .selecting(positions.lowerBound - start..<positions.upperBound - start, alongAxis: axis)
        let gradient = try whole.pullback([expected])[0].selecting(positions, alongAxis: axis)
        #expect(Conformance.error(found, gradient) < 2e-5, "\(positions) of axis \(axis)")
      }
    }
  }

  /// A quarter of the frames is padding at the end: what a forward pass multiplies.
  @Test(arguments: [("radar-conv3d", 0.42), ("radar-tcn", 0.3), ("radar-cnn-lstm", 0.3), ("radar-resnet", 0.5)])
  func paddingAtTheEndCostsALittleMoreThanItsShare(identifier: String, share: Double) throws {
    let architecture = try Architectures.named(identifier)
    let graph = try architecture.graph(.deployed(architecture.initialParameters(seed: 1)), batch: 1).graph
    let split = try #require(try graph.cone(ofPositions: 30..<40, alongAxis: 2))
    let found = Double(split.cone.multiplyAddCount) / Double(graph.multiplyAddCount)
    #expect(found <= share, "\(found)")
    #expect(found >= 0.25)
  }
}

extension Tensor {
  fileprivate func changed(_ positions: Range<Int>, alongAxis axis: Int) -> Tensor {
    let inner = shape[(axis + 1)...].reduce(1, *)
    // The validity of frames, which some architectures read off the last channel, stays on its side of a half.
    let values = scalars.indices.map { index -> Float in
      positions.contains(index / inner % shape[axis]) ? scalars[index] * 0.75 : scalars[index]
    }
    return Tensor(shape: shape, scalars: values)
  }
}
