internal import CKernels

/// A sparse matrix that acts along one axis of a tensor.
struct AxisMap {
  struct Term: Equatable {
    let input: Int
    let weight: Float
  }

  let inputs: Int
  /// Per output element, what it is the sum of.
  let terms: [[Term]]

  var outputs: Int { terms.count }

  /// - Precondition: every term's input lies inside the axis.
  init(inputs: Int, terms: [[Term]]) {
    precondition(
      terms.allSatisfy { $0.allSatisfy { (0..<inputs).contains($0.input) } },
      "AxisMap: expected terms inside an axis of \(inputs)")
    self.inputs = inputs
    self.terms = terms
  }

  /// Every output is a copy of an input, or has no term where the index is nil.
  init(inputs: Int, copying indices: [Int?]) {
    self.init(inputs: inputs, terms: indices.map { index in index.map { [Term(input: $0, weight: 1)] } ?? [] })
  }

  static func identity(_ extent: Int) -> AxisMap { AxisMap(inputs: extent, copying: Array(0..<extent)) }

  /// The transposed matrix.
  ///
  /// Terms stay in the order of their outputs, so sums have a fixed order.
  var adjoint: AxisMap {
    var transposed = Array(repeating: [Term](), count: inputs)
    for (output, terms) in terms.enumerated() {
      for term in terms { transposed[term.input].append(Term(input: output, weight: term.weight)) }
    }
    return AxisMap(inputs: outputs, terms: transposed)
  }

  var isIdentity: Bool {
    outputs == inputs && terms.indices.allSatisfy { terms[$0] == [Term(input: $0, weight: 1)] }
  }
}

/// An axis map laid out for C; owns its memory.
final class AxisTable {
  let map: ck_axis_map
  private let starts: UnsafeMutablePointer<Int32>
  private let indices: UnsafeMutablePointer<Int32>
  private let weights: UnsafeMutablePointer<Float>

  init(_ axis: AxisMap) {
    let terms = axis.terms.flatMap { $0 }
    starts = .allocate(capacity: axis.outputs + 1)
    indices = .allocate(capacity: max(1, terms.count))
    weights = .allocate(capacity: max(1, terms.count))
    starts[0] = 0
    for (output, own) in axis.terms.enumerated() { starts[output + 1] = starts[output] + Int32(own.count) }
    for (place, term) in terms.enumerated() {
      indices[place] = Int32(term.input)
      weights[place] = term.weight
    }
    map = ck_axis_map(starts: starts, indices: indices, weights: weights, inputs: axis.inputs, outputs: axis.outputs)
  }

  deinit {
    starts.deallocate()
    indices.deallocate()
    weights.deallocate()
  }
}
