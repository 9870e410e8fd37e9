/// What a network's graph is built for.
public enum NetworkForm: Sendable {
  /// Parameters and dropout masks are inputs; batch normalisation uses the batch's own statistics and reports them.
  case training
  /// Parameters and running statistics are inputs; no dropout.
  case evaluation
  /// Parameters and running statistics are constants: what is exported and attacked.
  case deployed(ParameterSet)
}
