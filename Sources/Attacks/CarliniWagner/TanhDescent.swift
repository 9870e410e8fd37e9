/// The inner search of the Linf and L0 attacks of Carlini and Wagner: Adam's steps until a point is good enough.
struct TanhDescent {
  let oracle: Oracle
  /// Adam's steps for each constant.
  let steps: Int
  /// How many constants are tried, each ten times the one before.
  let searches: Int
  let learningRate: Float
  let penalty: DistancePenalty

  struct End {
    let point: [Float]
    let look: Look
    /// The constant that led there.
    let constant: Double
  }

  /// Steps down `penalty − c · margin` from the variables' present values.
  ///
  /// - Returns: the first success that is accepted; nil without one.
  func reach(
    _ variables: inout TanhVariables, from start: [Float], constant: Double, accepting: ([Float]) -> Bool
  ) async throws -> End? {
    var (point, constant) = (start, constant)
    for _ in 0..<searches {
      variables.forgetGradients()
      for _ in 0..<steps {
        let look = try await oracle.look(at: point, raising: .margin, scaling: .exact)
        if look.isReached, accepting(point) { return End(point: point, look: look, constant: constant) }
        guard look.hasDirection else {
          oracle.noteVanishedGradient()
          return nil
        }
        variables.descend(
          &point, constant: look.isReached ? 0 : Float(constant), marginGradient: look.gradient, by: learningRate,
          penalty: penalty)
        oracle.countStep()
      }
      constant *= 10
    }
    return nil
  }
}
