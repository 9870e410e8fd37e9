import ArgumentParser
import Attacks
import Evaluation

/// What a perturbation of an image must look like.
struct ImagePlausibleOptions: ParsableArguments {
  enum Restriction: String, CaseIterable { case nonnegative, quantized }

  @Option(
    help: "Perturbations that a picture can hold: quantized (storable values), nonnegative (light only added); or both."
  )
  var plausible: String?

  func validate() throws {
    for word in words where Restriction(rawValue: word) == nil {
      let known = Restriction.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--plausible does not know '\(word)'; there are \(known)")
    }
  }

  private var words: [String] {
    (plausible ?? "").split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
  }

  /// Nil where nothing was asked for.
  ///
  /// - Throws: `NoImageGrid` where it is not known what a file would hold.
  func plausibility(for source: ImageSource) throws -> Plausibility? {
    let restrictions = Set(words.compactMap(Restriction.init))
    return restrictions.isEmpty ? nil : try Self.plausibility(restrictions, for: source)
  }

  /// - Throws: `NoImageGrid` where it is not known what a file would hold.
  static func plausibility(_ restrictions: Set<Restriction>, for source: ImageSource) throws -> Plausibility {
    var plausibility = Plausibility(isNonNegative: restrictions.contains(.nonnegative))
    if restrictions.contains(.quantized) {
      guard let rounding = source.rounding else { throw NoImageGrid(obstacle: source.roundingObstacle ?? "") }
      plausibility.grid = StorageGrid(name: "stored in \(rounding.name)", keepsValuesApart: true) { rounding($0) }
    }
    return plausibility
  }
}

struct NoImageGrid: Error, CustomStringConvertible {
  let obstacle: String
  var description: String { "'quantized' needs to know what a file would hold: \(obstacle)" }
}
