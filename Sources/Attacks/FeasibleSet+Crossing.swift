/// Where a straight boundary is reached.
package struct Crossing {
  package let point: [Float]
  /// How long the way there is, in the set's norm.
  package let length: Double
}

/// The shortest way, inside the box, from a point to where a linear function has risen by so much:
///
///     minimise ‖d‖   such that   ⟨g, d⟩ ≥ rise,   lower ≤ start + d ≤ upper
///
/// For every norm a walk through the elements, each as far as its room allows (Croce and Hein, 2020, arXiv:1907.02044,
/// §3, have L2, Linf and L1):
///
/// | norm | `\|d_i\|` |
/// |---|---|
/// | Linf | `min(λ, room_i)` for the one `λ` |
/// | L2 | `min(λ \|g_i\|, room_i)` for the one `λ` |
/// | L1 | `room_i` for the steepest elements, part of it for the last |
/// | L0 | `room_i` for the elements that gain most, `\|g_i\| room_i` |
///
/// Where the box is too small for the rise, the corner that comes nearest to it is returned.
extension FeasibleSet {
  /// - Parameters:
  ///   - start: a point of the box.
  ///   - slope: `g`, 0 outside the region and finite.
  ///   - rise: by how much `⟨g, x⟩` must grow; nothing is moved for 0 and less, or where it is not a number.
  /// - Returns: where the way ends.
  package func crossing(from start: [Float], along slope: [Float], rise: Double) -> Crossing {
    var point = start
    if rise > 0 {
      switch budget.norm {
      case .linf, .l2: moveTogether(&point, along: slope, rise: rise)
      case .l1: moveInTurn(&point, order: Self.descending(slope), along: slope, rise: rise, partly: true)
      case .l0: moveInTurn(&point, order: mostGaining(along: slope), along: slope, rise: rise, partly: false)
      }
    }
    return Crossing(point: point, length: PerturbationNorms(clean: start, adversarial: point)(budget.norm))
  }

  /// The elements by what moving them from the clean input to a bound gains, the largest first.
  func mostGaining(along slope: [Float]) -> [Int] {
    Self.descending(slope.indices.map { slope[$0] * Float(room(from: clean[$0], $0, slope[$0])) })
  }

  /// The value of an element that has gone as far up the slope as it can.
  func bound(_ index: Int, along slope: Float) -> Float { slope > 0 ? upper[index] : lower[index] }

  private func room(from value: Float, _ index: Int, _ slope: Float) -> Double {
    abs(Double(bound(index, along: slope)) - Double(value))
  }

  /// All elements at once, by the one `λ`.
  private func moveTogether(_ point: inout [Float], along slope: [Float], rise: Double) {
    let isEven = budget.norm == .linf
    let scale = scale(from: point, along: slope, rise: rise, isEven: isEven)
    lend(&point) { point, _, lower, upper in
      slope.withUnsafeBufferPointer { slope in
        for index in point.indices where slope[index] != 0 {
          let move = isEven ? scale : scale * abs(Double(slope[index]))
          let value = Float(Double(point[index]) + (slope[index] > 0 ? move : -move))
          point[index] = move > 0 ? min(max(value, lower[index]), upper[index]) : point[index]
        }
      }
    }
  }

  /// `λ` by Newton's steps from below: each finds more elements at the box, so that it grows to the solution in a few
  /// passes.
  private func scale(from start: [Float], along slope: [Float], rise: Double, isEven: Bool) -> Double {
    var steepness: [Double] = [], rooms: [Double] = []
    steepness.reserveCapacity(slope.count)
    rooms.reserveCapacity(slope.count)
    for index in slope.indices where slope[index] != 0 {
      steepness.append(abs(Double(slope[index])))
      rooms.append(room(from: start[index], index, slope[index]))
    }
    var scale = 0.0
    for _ in 0..<60 {
      var (free, gained) = (0.0, 0.0)
      steepness.withUnsafeBufferPointer { steepness in
        rooms.withUnsafeBufferPointer { rooms in
          for index in steepness.indices {
            let weight = isEven ? 1 : steepness[index]
            let isAtBound = scale * weight >= rooms[index]
            gained += isAtBound ? steepness[index] * rooms[index] : 0
            free += isAtBound ? 0 : steepness[index] * weight
          }
        }
      }
      let next = (rise - gained) / free
      guard free > 0, next > scale * (1 + 1e-12) else { break }
      scale = next
    }
    return scale
  }

  private func moveInTurn(
    _ point: inout [Float], order: [Int], along slope: [Float], rise: Double, partly: Bool
  ) {
    var left = rise
    for index in order where left > 0 {
      let steepness = abs(Double(slope[index]))
      let room = room(from: point[index], index, slope[index])
      advance(&point[index], index, slope[index], by: partly ? min(left / steepness, room) : room)
      left -= steepness * room
    }
  }

  private func advance(_ value: inout Float, _ index: Int, _ slope: Float, by move: Double) {
    guard move > 0 else { return }
    value = min(max(Float(Double(value) + (slope > 0 ? move : -move)), lower[index]), upper[index])
  }
}
