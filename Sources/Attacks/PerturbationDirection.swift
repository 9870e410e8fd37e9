/// Which way a perturbation may move the values of an input.
public enum PerturbationDirection: String, Sendable, Hashable, Codable {
  case either
  /// Up alone: a transmitter can add energy to a range-Doppler map and take none away.
  case upwards
}
