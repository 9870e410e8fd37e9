internal import CKernels
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
    guard ck_winograd_suits_processor(), WinogradKernel.fits(geometry, activation: activation) else { return .direct }
    guard let file else { return geometry.usuallyGainsFromWinograd ? .winograd : .direct }
    // One trial at a time: two at once would slow each other down.
    do {
      return try known.withLock { known throws -> ConvolutionAlgorithm in
        var choices = known ?? file.read()
        defer { known = choices }
        if let choice = choices[geometry.name] { return choice }
        let choice = file.adopting(try AlgorithmTrial(geometry).fastest(), for: geometry.name)
        choices[geometry.name] = choice
        return choice
      }
    } catch { throw error as? EngineError ?? EngineError("plan", "\(error)") }
  }
}

extension ConvolutionGeometry {
  /// Whether a layer that fits Winograd's form is expected to be faster in it: fewer channels leave little to multiply for
  /// what transforming costs.
  var usuallyGainsFromWinograd: Bool { sourceChannels + destinationChannels >= 48 }

  /// What the layer is called in a file of choices: everything but the batch.
  var name: String {
    func joined(_ values: [Int]) -> String { values.map(String.init).joined(separator: "x") }
    return "\(sourceChannels)-\(destinationChannels) kernel \(joined(kernel)) from \(joined(source)) "
      + "to \(joined(destination)) pads \(joined(padBefore))"
  }
}
