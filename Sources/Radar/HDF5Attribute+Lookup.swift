internal import HDF5

extension [HDF5Attribute] {
  /// The number of the scalar attribute `name`.
  func number(_ name: String) -> Double? { first { $0.name == name }?.number }

  /// The text of the scalar attribute `name`.
  func text(_ name: String) -> String? { first { $0.name == name }?.text }
}
