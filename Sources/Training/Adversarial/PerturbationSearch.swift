internal import Attacks
internal import Tensors

/// Finds the perturbed inputs of one training batch.
struct PerturbationSearch {
  let settings: AdversarialTraining
  let layout: ExampleLayout
  let seed: UInt64
  let specification: RegionSpecification
  /// Reads a mask file that the region names.
  let mask: (String) throws -> Tensor

  init(
    _ settings: AdversarialTraining, layout: ExampleLayout, seed: UInt64, mask: @escaping (String) throws -> Tensor
  ) throws {
    self.settings = settings
    self.layout = layout
    self.seed = seed
    self.mask = mask
    specification = try RegionSpecification(parsing: settings.region)
  }

  /// A batch of augmented examples after all steps; random starts differ from one epoch to the next.
  ///
  /// `gradient` gives ∂loss/∂inputs of a batch, for the loss that the attacker raises in this step (from 0).
  func perturbed(
    _ examples: [Example], epoch: Int, gradient: (_ inputs: Tensor, _ step: Int) throws -> Tensor
  ) throws -> Tensor {
    let budget = Budget(norm: settings.norm, size: settings.size, bounds: layout.bounds)
    let regions = try examples.map(region)
    let sets = zip(examples, regions).map { FeasibleSet(clean: $0.input, region: $1, budget: budget) }
    var points = zip(examples, sets).map { example, set in
      var stream = RandomStream(seed: seed, sample: example.id, attack: "adversarial training", restart: epoch)
      return set.randomPoint(using: &stream)
    }
    for step in 0..<settings.steps {
      let slopes = try gradient(batch(points), step)
      for index in points.indices {
        let slope = regions[index].masking(slopes.sample(index)).scalars
        // A direction that is not finite leads nowhere; the training step itself will report it.
        if slope.allSatisfy(\.isFinite) { sets[index].ascend(&points[index], along: slope, by: settings.stepSize) }
      }
    }
    return batch(points)
  }

  private func batch(_ points: [[Float]]) -> Tensor {
    Tensor(shape: [points.count] + layout.shape, scalars: Array(points.joined()))
  }

  /// An example without a single element in the region stays as it is.
  private func region(_ example: Example) throws -> Region {
    let context = RegionContext(
      shape: layout.shape, axes: layout.axes, frameKinds: example.frameKinds, sample: example.id, seed: seed,
      mask: mask)
    do { return try specification.resolved(for: context) } catch  where error.reason == .empty {
      return Region(
        shape: layout.shape, allowed: [Bool](repeating: false, count: layout.shape.product), name: settings.region)
    }
  }
}
