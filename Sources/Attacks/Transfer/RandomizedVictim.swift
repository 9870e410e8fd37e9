public import Tensors

/// A victim behind a random transformation, seen through the mean of several draws: expectation over transformation
/// (Athalye et al., 2018, arXiv:1707.07397).
///
///     z(x) = mean over d of z( t_d(x) ),    gradients of it by the exact adjoint of each t_d
///
/// A victim is not told which sample a row belongs to. The draws of a row therefore come from the seed and the row's own
/// bits: batches, order and neighbours change nothing, another point gets other draws, and the same point always gets the
/// same ones. So this is a fixed function, rough at the smallest scale, and not a new draw at every look: what an attack
/// finds must be judged with another seed, or on the randomised model itself, and more often than once.
///
/// A pass is one pass of the inner victim over all draws of all rows.
public final class RandomizedVictim: Victim {
  public let inner: any Victim
  public let transformation: RandomTransformation
  /// How many draws are averaged; 1 is the randomised model itself.
  public let draws: Int
  public let seed: UInt64
  /// What fills the places that a transformation leaves empty.
  public let background: Float

  public init(
    _ inner: any Victim, transformation: RandomTransformation, draws: Int = 10, seed: UInt64 = 0, background: Float = 0
  ) {
    precondition(draws > 0, "RandomizedVictim: at least 1 draw, are \(draws)")
    self.inner = inner
    self.transformation = transformation
    self.draws = draws
    self.seed = seed
    self.background = background
  }

  public var inputShape: [Int] { inner.inputShape }
  public var outputShape: [Int] { inner.outputShape }
  public var access: VictimAccess { inner.access }
  public var gradientLogitsAreRough: Bool { inner.gradientLogitsAreRough }

  /// With several draws a row is many samples of the inner victim, of which a last few that fill up matter little.
  public func passSizes(for count: Int) -> [Int] { draws == 1 ? inner.passSizes(for: count) : [count] }

  public func logits(of inputs: Tensor) throws -> Tensor {
    mean(try inner.logits(of: batch(drawn(inputs))), rows: inputs.batchCount)
  }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let drawn = drawn(inputs)
    var logits: Tensor?
    let (all, gradient) = try inner.logitsAndGradient(at: batch(drawn)) { all in
      let averaged = mean(all, rows: inputs.batchCount)
      logits = averaged
      let shares = try cotangent(averaged).map { $0 / Float(draws) }
      return shares.selectingSamples((0..<all.batchCount).map { $0 / draws })
    }
    let size = inputShape.product
    var scalars = [Float](repeating: 0, count: inputs.count)
    for row in 0..<inputs.batchCount {
      var sums = [Double](repeating: 0, count: size)
      for index in row * draws..<(row + 1) * draws {
        let own = drawn[index].pullback(Array(gradient.scalars[index * size..<(index + 1) * size]))
        for element in own.indices { sums[element] += Double(own[element]) }
      }
      scalars.replaceSubrange(row * size..<(row + 1) * size, with: sums.map(Float.init))
    }
    return (logits ?? mean(all, rows: inputs.batchCount), Tensor(shape: inputs.shape, scalars: scalars))
  }

  /// The draws of all rows, those of one row next to each other.
  private func drawn(_ inputs: Tensor) -> [RandomTransformation.Draw] {
    inputs.samples.flatMap { row in
      var stream = stream(for: row.scalars)
      return (0..<draws).map { _ in
        transformation.draw(for: row.scalars, shape: inputShape, background: background, using: &stream)
      }
    }
  }

  private func stream(for row: [Float]) -> RandomStream {
    var state = seed
    for value in row {
      var step = RandomStream(seed: state ^ UInt64(value.bitPattern))
      state = step.next()
    }
    return RandomStream(seed: state)
  }

  private func batch(_ drawn: [RandomTransformation.Draw]) -> Tensor {
    Tensor(shape: [drawn.count] + inputShape, scalars: drawn.flatMap(\.input))
  }

  private func mean(_ logits: Tensor, rows: Int) -> Tensor {
    let size = outputShape.product
    var sums = [Double](repeating: 0, count: rows * size)
    for (index, value) in logits.scalars.enumerated() {
      sums[index / size / draws * size + index % size] += Double(value)
    }
    return Tensor(shape: [rows] + outputShape, scalars: sums.map { Float($0 / Double(draws)) })
  }
}
