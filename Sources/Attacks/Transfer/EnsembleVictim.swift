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
    try pass(over: Question(inputs: inputs, fixed: nil), cotangent: cotangent)
  }

  /// What the members keep; nil where one has nothing to keep, or they save most along different axes.
  public func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    var parts: [FixedPart] = []
    for member in members {
      guard let part = try member.fixedPart(of: clean, outside: region) else { return nil }
      parts.append(part)
    }
    guard parts.allSatisfy({ $0.axis == parts[0].axis && $0.positions == parts[0].positions }) else { return nil }
    return FixedPart(axis: parts[0].axis, positions: parts[0].positions, inner: parts)
  }

  public func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    average(try members.indices.map { try members[$0].logits(of: inputs, beside: fixed.map(\.inner[$0])) })
  }

  /// One input after the other: a member makes its cotangents so, and each needs the logits of all members.
  public func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let passes = try fixed.enumerated().map { index, part in
      try pass(over: Question(inputs: inputs.selectingSamples([index]), fixed: part)) { try cotangent($0, index) }
    }
    return (Tensor(joining: passes.map(\.logits)), Tensor(joining: passes.map(\.gradient)))
  }

  // MARK: One pass

  /// What all members are asked: a batch, or one input beside what is fixed of it.
  private struct Question {
    let inputs: Tensor
    let fixed: FixedPart?
  }

  private func pass(
    over question: Question, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    var pass = Pass()
    try ask(0, question, &pass, cotangent)
    return (average(pass.logits), Tensor(shape: question.inputs.shape, scalars: pass.gradient))
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
    _ index: Int, _ question: Question, _ pass: inout Pass, _ cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws {
    let (_, gradient) = try passOverMember(index, question) { logits in
      pass.logits.append(logits)
      if index + 1 < members.count {
        try ask(index + 1, question, &pass, cotangent)
      } else {
        pass.cotangent = try cotangent(average(pass.logits))
      }
      return (pass.cotangent ?? logits.map { _ in 0 }).map { weights[index] * $0 }
    }
    if pass.gradient.isEmpty { pass.gradient = [Float](repeating: 0, count: gradient.count) }
    pass.gradient.add(gradient.scalars, times: 1)
  }

  private func passOverMember(
    _ index: Int, _ question: Question, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    guard let fixed = question.fixed else {
      return try members[index].logitsAndGradient(at: question.inputs, cotangent: cotangent)
    }
    return try members[index].logitsAndGradient(at: question.inputs, beside: [fixed.inner[index]]) { logits, _ in
      try cotangent(logits)
    }
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
