import Engine

extension YAMLFields {
  /// The arithmetic of searches; f32 where nothing is said.
  func precision(_ key: String = "precision") -> PrecisionChoice {
    guard let text = text(key) else { return .f32 }
    if let choice = PrecisionChoice(rawValue: text) { return choice }
    complain(key, "must be auto, f32, exact or bf16; is '\(text)'")
    return .f32
  }
}
