import Attacks
import Tensors

func vector(_ scalars: [Float]) -> Tensor { Tensor(shape: [scalars.count], scalars: scalars) }

extension Region {
  /// A region over a vector: 1 where it may change.
  init(_ flags: [Int]) { self.init(shape: [flags.count], allowed: flags.map { $0 != 0 }, name: "test") }
}

func problem(
  _ clean: [Float], away label: Int, region: Region? = nil, id: String = "sample"
) -> AttackProblem {
  AttackProblem(
    id: id, clean: vector(clean), region: region ?? .all([clean.count]), goal: .untargeted(label: label))
}

func problem(
  _ clean: [Float], to target: Int, label: Int? = nil, region: Region? = nil, id: String = "sample"
) -> AttackProblem {
  AttackProblem(
    id: id, clean: vector(clean), region: region ?? .all([clean.count]), goal: .targeted(class: target), label: label)
}

/// Whether two vectors agree within a tolerance.
func close(_ left: [Float], _ right: [Float], within tolerance: Float = 1e-5) -> Bool {
  left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
}
