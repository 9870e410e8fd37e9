import ArgumentParser
import Attacks
import Foundation
import Radar
import Tensors

/// What a perturbation must look like to be one that radar hardware could have seen.
struct PlausibleOptions: ParsableArguments {
  enum Restriction: String, CaseIterable { case nonnegative, quantized, scatterer }

  @Option(
    help: """
      Perturbations that radar could have seen: nonnegative (energy only added), quantized (storable values), scatterer \
      (sums of point targets); several separated by commas.
      """)
  var plausible: String?
  @Option(
    name: .customLong("scatterer-window"),
    help: "The window whose main lobe a scatterer has: \(WindowLobe.allCases.map(\.rawValue).joined(separator: ", ")).")
  var window = WindowLobe.hann.rawValue
  @Option(name: .customLong("scatterer-padding"), help: "How much longer than its input the transform was.")
  var zeroPadding = 1
  @Option(name: .customLong("scatterer-channel"), help: "The channel that scatterers appear in, from 0.")
  var channel = 0

  func validate() throws {
    let names = words
    if let unknown = names.first(where: { Restriction(rawValue: $0) == nil }) {
      let known = Restriction.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--plausible does not know '\(unknown)'; there are \(known)")
    }
    guard WindowLobe(rawValue: window) != nil else {
      let known = WindowLobe.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--scatterer-window must be one of \(known), is '\(window)'")
    }
    guard (1...16).contains(zeroPadding) else {
      throw ValidationError("--scatterer-padding must lie in 1...16, is \(zeroPadding)")
    }
    guard channel >= 0 else { throw ValidationError("--scatterer-channel must not be negative, is \(channel)") }
  }

  private var words: [String] {
    (plausible ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  var restrictions: Set<Restriction> { Set(words.compactMap(Restriction.init)) }

  /// Nil where nothing was asked for.
  ///
  /// - Throws: when the values cannot be stored and read again, or the input has no range and Doppler.
  func plausibility(for sample: RadarSample) throws -> Plausibility? {
    guard !restrictions.isEmpty else { return nil }
    return try PlausibilityFactory(
      sample: sample, window: WindowLobe(rawValue: window) ?? .hann, zeroPadding: zeroPadding, channel: channel
    ).plausibility(restrictions)
  }
}

/// Makes restrictions concrete for recordings like a given one.
struct PlausibilityFactory {
  let sample: RadarSample
  var window = WindowLobe.hann
  var zeroPadding = 1
  var channel = 0

  func plausibility(_ restrictions: Set<PlausibleOptions.Restriction>) throws -> Plausibility {
    var plausibility = Plausibility(isNonNegative: restrictions.contains(.nonnegative))
    if restrictions.contains(.quantized) {
      guard let grid else { throw NoStorageGrid() }
      plausibility.grid = grid
    }
    if restrictions.contains(.scatterer) {
      plausibility.scatterers = try ScattererMap(
        shape: sample.input.shape, axes: sample.axes, channel: channel,
        spread: PointSpread(window: window, zeroPadding: zeroPadding))
    }
    return plausibility
  }

  /// Nil for a transform that is fitted to each recording: it cannot be undone for others.
  var grid: StorageGrid? {
    guard sample.transform.roundingObstacle == nil else { return nil }
    let sample = sample
    return StorageGrid(
      name: "stored \(sample.facts.stored.type)", keepsValuesApart: sample.transform.keepsValuesApart
    ) { input in
      (try? sample.roundedToStoredValues(input)) ?? input.map { _ in .nan }
    }
  }
}

struct NoStorageGrid: Error, CustomStringConvertible {
  let description =
    "'quantized' needs a transform that is the same for every recording; this one is fitted to each, so that it is not "
    + "known what a file would hold"
}
