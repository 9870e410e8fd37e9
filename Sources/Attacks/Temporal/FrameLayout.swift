internal import Tensors

/// Where the frames of a sequence lie among its elements.
struct FrameLayout: Sendable {
  let frames: Int
  private let inner: Int

  /// - Throws: `AttackError` in the attack's name where the input has no such axis.
  init(shape: [Int], timeAxis: Int, attack: String) throws {
    guard shape.indices.contains(timeAxis) else {
      throw AttackError(attack: attack, complaints: ["the time axis \(timeAxis) is none of the input's, \(shape)"])
    }
    frames = shape[timeAxis]
    inner = Array(shape[(timeAxis + 1)...]).product
  }

  func frame(of index: Int) -> Int { index / inner % frames }

  /// The sequence whose frame `t` is frame `sources[t]` of `values`.
  func rearranged(_ values: [Float], frames sources: [Int]) -> [Float] {
    values.indices.map { index in
      let frame = frame(of: index)
      return values[index + (sources[frame] - frame) * inner]
    }
  }

  /// The sum over all frames, at each of them.
  func summed(_ values: [Float]) -> [Float] {
    var result = values
    let block = frames * inner
    for base in stride(from: 0, to: values.count, by: block) {
      for offset in 0..<inner {
        let places = stride(from: base + offset, to: base + block, by: inner)
        let sum = Float(places.reduce(0.0) { $0 + Double(values[$1]) })
        for place in places { result[place] = sum }
      }
    }
    return result
  }

  /// The part of a region that lies in the given frames.
  func region(_ region: Region, frames chosen: Set<Int>) -> Region {
    Region(
      shape: region.shape, allowed: region.allowed.indices.map { region.allowed[$0] && chosen.contains(frame(of: $0)) },
      name: "\(region.name), frames \(chosen.sorted())")
  }
}

extension FeasibleSet {
  /// All that region, bounds and direction leave: for attacks that no norm limits.
  init(unlimited problem: AttackProblem, bounds: ClosedRange<Float>) {
    self.init(
      clean: problem.clean, region: problem.region, budget: Budget(norm: .linf, size: .infinity, bounds: bounds),
      direction: problem.direction)
  }

  /// What is left of a proposal inside the set.
  func clipped(_ proposal: [Float]) -> [Float] {
    var point = proposal
    for index in point.indices where point[index].isNaN { point[index] = clean[index] }
    clip(&point, scale: 1)
    return point
  }
}
