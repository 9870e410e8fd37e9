internal import Synchronization

/// The algorithm of each layer on this machine: tried once, then remembered, in a file that later processes read.
///
/// A layer is known by its geometry without the batch, so that a sample's result does not depend on how many others are
/// computed with it.
final class AlgorithmChoices: Sendable {
  static let shared = AlgorithmChoices(file: ChoiceFile.standard)

  private let file: ChoiceFile?
  private let known = Mutex<[String: ConvolutionAlgorithm]?>(nil)

  /// With no file, a fixed rule decides: two processes must agree.
  init(file: ChoiceFile?) { self.file = file }

  func algorithm(
    for geometry: ConvolutionGeometry, activation: FusedActivation?
  ) throws(EngineError) -> ConvolutionAlgorithm {
    let (fitting, expected) = geometry.algorithms(activation: activation)
    guard fitting.count > 1 else { return fitting[0] }
    guard let file else { return expected }
    // One trial at a time: two at once would slow each other down.
    do {
      return try known.withLock { known throws -> ConvolutionAlgorithm in
        var choices = known ?? file.read()
        defer { known = choices }
        if let choice = choices[geometry.name], fitting.contains(choice) { return choice }
        let fastest = try AlgorithmTrial(geometry).fastest(of: fitting, expecting: expected)
        let choice = file.adopting(fastest, for: geometry.name)
        // A line that somebody wrote by hand may name what the layer cannot be run with.
        choices[geometry.name] = fitting.contains(choice) ? choice : fastest
        return choices[geometry.name] ?? fastest
      }
    } catch { throw error as? EngineError ?? EngineError("plan", "\(error)") }
  }
}

extension ConvolutionGeometry {
  /// What the layer is called in a file of choices: everything but the batch.
  var name: String {
    func joined(_ values: [Int]) -> String { values.map(String.init).joined(separator: "x") }
    return "\(sourceChannels)-\(destinationChannels) kernel \(joined(kernel)) from \(joined(source)) "
      + "to \(joined(destination)) pads \(joined(padBefore))"
  }
}
