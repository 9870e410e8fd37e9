internal import Tensors

/// The allowed elements of one input, moved some at a time in shuffled rounds.
struct CoordinateVariables {
  /// How many elements are moved a step.
  let perStep: Int
  private(set) var point: [Float]
  private let reachable: FeasibleSet
  private let places: [Int]
  /// `h`, and what the rate is a share of.
  private let distance: Float
  private let width: Double
  private var adam: ElementwiseAdam
  private var stream: RandomStream
  private var waiting: [Int] = []
  /// How many elements, since the last that did, made no difference.
  private var silent = 0

  init(_ problem: AttackProblem, settings: ZOOSettings, stream: RandomStream) {
    let reachable = FeasibleSet.reachable(problem, bounds: settings.bounds)
    let places = reachable.allowed.indices.filter { reachable.allowed[$0] }
    self.reachable = reachable
    self.places = places
    self.stream = stream
    point = reachable.clean
    perStep = min(settings.elementsPerStep, places.count)
    distance = settings.distance * settings.width
    width = Double(settings.width)
    adam = ElementwiseAdam(count: reachable.clean.count)
  }

  /// Back to the clean input, with nothing remembered.
  mutating func restart() {
    point = reachable.clean
    adam = ElementwiseAdam(count: point.count)
  }

  /// The next elements of the round.
  mutating func nextPlaces() -> [Int] {
    if waiting.count < perStep { waiting = stream.nextOrder(of: places.count).map { places[$0] } + waiting }
    defer { waiting.removeLast(perStep) }
    return Array(waiting.suffix(perStep))
  }

  /// For each element a point above and one below.
  func probes(_ places: [Int]) -> [[Float]] {
    places.flatMap { place in
      [distance, -distance].map { change in
        var probe = point
        probe[place] = min(max(probe[place] + change, reachable.lower[place]), reachable.upper[place])
        return probe
      }
    }
  }

  /// `∂M/∂x` of some elements from the scores of their probes; by how far these really lie apart.
  mutating func slopes(from scores: [Double], _ places: [Int]) -> [Double] {
    places.indices.map { index in
      let place = places[index]
      let top = min(point[place] + distance, reachable.upper[place])
      let bottom = max(point[place] - distance, reachable.lower[place])
      let slope = (scores[2 * index] - scores[2 * index + 1]) / (Double(top) - Double(bottom))
      silent = slope.isFinite && slope != 0 ? 0 : silent + 1
      return slope.isFinite ? slope : 0
    }
  }

  /// Whether a whole round of elements made no difference.
  var isUnseen: Bool { silent >= places.count }

  var squaredDistance: Double {
    places.reduce(0) { sum, place in
      let difference = Double(point[place]) - Double(reachable.clean[place])
      return sum + difference * difference
    }
  }

  /// One step of Adam down the objective, for some elements.
  mutating func descend(_ places: [Int], marginSlopes: [Double], constant: Double, by rate: Double) {
    for (place, slope) in zip(places, marginSlopes) {
      let outwards = 2 * (Double(point[place]) - Double(reachable.clean[place]))
      point[place] += Float(rate * width * adam.step(of: place, up: constant * slope - outwards))
    }
    reachable.clip(&point, scale: 1)
  }
}
