public import Tensors

/// Several victims seen as one: their logits averaged with weights (Liu et al., 2017, arXiv:1611.02770; Dong et al., 2018,
/// arXiv:1710.06081, section 3.4).
///
///     z(x) = Σ wₘ zₘ(x),    Σ wₘ = 1
///
/// All take the same inputs and name the same classes. A pass over the ensemble is one pass over each member. An attack
/// sees of it as little as of the member that shows least.
public final class EnsembleVictim: Victim {
  public let members: [any Victim]
  /// One a member; they add up to 1.
  public let weights: [Float]

  /// - Parameters:
  ///   - members: different objects: while one waits for the others' logits, it must not be asked again.
  ///   - weights: positive, in any size; equal where none are given.
  /// - Throws: `EnsembleError` with everything that does not fit.
  public init(_ members: [any Victim], weights: [Float]? = nil) throws(EnsembleError) {
    let given = weights ?? [Float](repeating: 1, count: members.count)
    let complaints = Self.complaints(members, given)
    guard complaints.isEmpty else { throw EnsembleError(complaints: complaints) }
    self.members = members
    let total = given.reduce(0.0) { $0 + Double($1) }
    self.weights = given.map { Float(Double($0) / total) }
  }

  private static func complaints(_ members: [any Victim], _ weights: [Float]) -> [String] {
    guard let first = members.first else { return ["an ensemble needs at least one member"] }
    var complaints: [String] = []
    for (index, member) in members.enumerated() {
      if member.inputShape != first.inputShape {
        complaints.append("member \(index) takes \(member.inputShape), member 0 takes \(first.inputShape)")
      }
      if member.outputShape != first.outputShape {
        complaints.append("member \(index) gives \(member.outputShape), member 0 gives \(first.outputShape)")
      }
    }
    if Set(members.map(ObjectIdentifier.init)).count < members.count { complaints.append("a member is there twice") }
    if weights.count != members.count {
      complaints.append("\(weights.count) weights for \(members.count) members")
    }
    if !weights.allSatisfy({ $0 > 0 && $0.isFinite }) { complaints.append("weights must be positive, are \(weights)") }
    return complaints
  }

  public var inputShape: [Int] { members[0].inputShape }
  public var outputShape: [Int] { members[0].outputShape }
  public var access: VictimAccess { members.map(\.access).min() ?? .gradients }
  public var gradientLogitsAreRough: Bool { members.contains { $0.gradientLogitsAreRough } }

  /// As the member wants it that takes the fewest samples at once: the others fill up no more than they do by themselves.
  public func passSizes(for count: Int) -> [Int] {
    members.map { $0.passSizes(for: count) }.max { $0.count < $1.count } ?? [count]
  }

  public func logits(of inputs: Tensor) throws -> Tensor { average(try members.map { try $0.logits(of: inputs) }) }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    var pass = Pass()
    try ask(0, inputs, &pass, cotangent)
    return (average(pass.logits), Tensor(shape: inputs.shape, scalars: pass.gradient))
  }

  /// What has come together while members wait inside each other.
  private struct Pass {
    var logits: [Tensor] = []
    var cotangent: Tensor?
    var gradient: [Float] = []
  }

  /// Asks a member and, before it gets its cotangent, the members after it: the cotangent needs the logits of all, and so
  /// no member does its forward pass twice.
  private func ask(
    _ index: Int, _ inputs: Tensor, _ pass: inout Pass, _ cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws {
    let (_, gradient) = try members[index].logitsAndGradient(at: inputs) { logits in
      pass.logits.append(logits)
      if index + 1 < members.count {
        try ask(index + 1, inputs, &pass, cotangent)
      } else {
        pass.cotangent = try cotangent(average(pass.logits))
      }
      return (pass.cotangent ?? logits.map { _ in 0 }).map { weights[index] * $0 }
    }
    if pass.gradient.isEmpty { pass.gradient = [Float](repeating: 0, count: gradient.count) }
    pass.gradient.add(gradient.scalars, times: 1)
  }

  private func average(_ logits: [Tensor]) -> Tensor {
    var sum = [Double](repeating: 0, count: logits[0].count)
    for (tensor, weight) in zip(logits, weights) {
      for (index, value) in tensor.scalars.enumerated() { sum[index] += Double(weight) * Double(value) }
    }
    return Tensor(shape: logits[0].shape, scalars: sum.map(Float.init))
  }
}

/// Why victims make no ensemble.
public struct EnsembleError: Error, Hashable, Sendable, CustomStringConvertible {
  public let complaints: [String]
  public var description: String { "ensemble: " + complaints.joined(separator: "; ") }
}
