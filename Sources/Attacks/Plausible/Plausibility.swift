/// What a perturbation must look like to be one that radar hardware could have seen.
public struct Plausibility: Sendable {
  /// Values may only go up: a transmitter adds energy and takes none away.
  public var isNonNegative: Bool
  /// The example must lie on the grid of storable values.
  public var grid: StorageGrid?
  /// The perturbation is a sum of scatterers, each with the shape of the windows' main lobe.
  public var scatterers: ScattererMap?

  public init(isNonNegative: Bool = false, grid: StorageGrid? = nil, scatterers: ScattererMap? = nil) {
    self.isNonNegative = isNonNegative
    self.grid = grid
    self.scatterers = scatterers
  }

  /// "nonnegative + quantized", "none".
  public var name: String {
    var names: [String] = []
    if isNonNegative { names.append("nonnegative") }
    if grid != nil { names.append("quantized") }
    if scatterers != nil { names.append("scatterer") }
    return names.isEmpty ? "none" : names.joined(separator: " + ")
  }
}
