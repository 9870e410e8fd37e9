internal import Tensors

/// One sample, with what its axes are: what corruptions are written in.
struct CorruptedScene {
  let shape: [Int]
  let values: [Float]
  let bounds: ClosedRange<Float>
  private let axes: [Axis]

  init(input: Tensor, axes: [Axis], bounds: ClosedRange<Float>) {
    shape = input.shape
    values = input.scalars
    self.axes = axes
    self.bounds = bounds
  }

  var width: Float { bounds.width }

  func index(of axis: Axis) -> Int? { axes.firstIndex(of: axis) }

  func extent(of axis: Axis) -> Int { index(of: axis).map { shape[$0] } ?? 1 }

  /// Where an element lies along an axis; 0 where there is none.
  func place(of element: Int, along axis: Axis) -> Int {
    guard let index = index(of: axis) else { return 0 }
    return element / shape.rowMajorStrides[index] % shape[index]
  }

  /// The values with indices along an axis replaced by others: element `i` comes from `sources[i]`.
  func rearranged(along axis: Axis, from sources: [Int]) -> [Float] {
    guard let index = index(of: axis) else { return values }
    let stride = shape.rowMajorStrides[index]
    return values.indices.map { element in
      let place = element / stride % shape[index]
      return values[element + (sources[place] - place) * stride]
    }
  }

  /// The axes of the plane that image corruptions work on.
  var planeAxes: [Int] {
    for (first, second) in [(Axis.height, Axis.width), (.range, .doppler)] {
      if let first = index(of: first), let second = index(of: second) { return [first, second] }
    }
    return Array(shape.indices.suffix(2))
  }

  /// Which plane an element belongs to: its index with those along the plane's axes set to 0.
  func plane(of element: Int) -> Int {
    let strides = shape.rowMajorStrides
    return planeAxes.reduce(element) { $0 - element / strides[$1] % shape[$1] * strides[$1] }
  }
}
