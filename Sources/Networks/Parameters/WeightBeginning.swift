/// What the weights of a layer are drawn from before training.
public enum WeightBeginning: Sendable {
  /// `Initialization.pytorch`
  case pytorch
  /// `Initialization.he`
  case he

  func initialization(fanIn: Int) -> Initialization {
    switch self {
    case .pytorch: .pytorch(fanIn: fanIn)
    case .he: .he(fanIn: fanIn)
    }
  }
}
