internal import Tensors

/// A family of inputs from the clean one (`share` 0) to something that no classifier should recognise (`share` 1).
public enum Baseline: Sendable, Hashable {
  /// Noise along one draw; at 1 the largest element is the bounds' width.
  case noise(NoiseKind)
  /// That share of the elements, in random order, at one of the two bounds.
  case saltAndPepper
  /// Towards the middle of the bounds: `(1 − share) · x + share · middle`.
  case contrast
  /// A Gaussian blur over the trailing two axes, of deviation `share` times the longer of them.
  case blur

  var isRandom: Bool {
    switch self {
    case .noise, .saltAndPepper: true
    case .contrast, .blur: false
    }
  }

  var name: String {
    switch self {
    case .noise(let kind): "\(kind.rawValue)-noise-line"
    case .saltAndPepper: "salt-and-pepper"
    case .contrast: "contrast-line"
    case .blur: "blur-line"
    }
  }

  /// The family for one sample: inside region, bounds and direction.
  func line(
    for problem: AttackProblem, bounds: ClosedRange<Float>, using stream: inout RandomStream
  ) -> (_ share: Double) -> [Float] {
    let box = FeasibleSet(unlimited: problem, bounds: bounds)
    let clean = box.clean
    switch self {
    case .noise(let kind):
      let ray = Ray(from: problem, along: kind.draw(in: problem.region, using: &stream), bounds: bounds)
      return { ray.point(at: $0 * Double(bounds.width)) }
    case .saltAndPepper:
      let allowed = box.allowed.indices.filter { box.allowed[$0] }
      let places = stream.nextOrder(of: allowed.count).map { allowed[$0] }
      let values = places.map { _ in stream.next() & 1 == 0 ? bounds.upperBound : bounds.lowerBound }
      return { share in
        var point = clean
        for rank in 0..<Int((share * Double(places.count)).rounded(.up)) { point[places[rank]] = values[rank] }
        return box.clipped(point)
      }
    case .contrast:
      let middle = Double(bounds.lowerBound) + Double(bounds.width) / 2
      return { share in box.clipped(clean.map { Float(Double($0) + share * (middle - Double($0))) }) }
    case .blur:
      let shape = problem.clean.shape
      let extent = Double(max(shape.plane.height, shape.plane.width))
      return { share in
        box.clipped(
          shape.indices.suffix(2).reduce(clean) { values, axis in
            AxisFilter.gaussian(share * extent, shape: shape, axis: axis).applied(to: values)
          })
      }
    }
  }
}
