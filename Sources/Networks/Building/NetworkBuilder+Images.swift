public import Graphs

/// Layers over the rows and columns of `[N, C, H, W]`, without parameters.
extension NetworkBuilder {
  /// Rows and columns.
  func extents(of x: ValueID) -> [Int] { Array(shape(of: x).dropFirst(2)) }

  /// Height and width times `factor`.
  ///
  /// As PyTorch's `interpolate`: nearest neighbours repeat each pixel, `.linear` has half-pixel centres.
  public mutating func enlarge(
    _ x: ValueID, by factor: Int, _ interpolation: Interpolation, name: String
  ) throws -> ValueID {
    let transformation: CoordinateTransformation = interpolation == .linear ? .halfPixel : .asymmetric
    let extents = extents(of: x)
    let resize = Resize(
      extents: extents.map { $0 * factor }, scales: extents.map { _ in Float(factor) }, interpolation: interpolation,
      transformation: transformation)
    return try graph(resize, x, name: name)
  }

  /// The middle `extents[0]` rows and `extents[1]` columns; where one is left over, it goes at the end.
  ///
  /// The value itself where it has these extents.
  public mutating func centreCrop(_ x: ValueID, to extents: [Int], name: String) throws -> ValueID {
    let shape = shape(of: x)
    guard shape.count == extents.count + 2, zip(shape.dropFirst(2), extents).allSatisfy({ $0 >= $1 && $1 > 0 }) else {
      throw NetworkError("layer '\(name)' cuts \(extents) out of \(shape)", hint: "take no more than there is")
    }
    if Array(shape.dropFirst(2)) == extents { return x }
    let starts = [0, 0] + zip(shape.dropFirst(2), extents).map { ($0 - $1) / 2 }
    let slice = Slice(starts: starts, steps: starts.map { _ in 1 }, extents: Array(shape.prefix(2)) + extents)
    return try graph(slice, x, name: name)
  }

  /// So many rows and columns more on every side.
  public mutating func pad(_ x: ValueID, by amount: Int, _ mode: PaddingMode, name: String) throws -> ValueID {
    let amounts = [0, 0] + extents(of: x).map { _ in amount }
    return try graph(Pad(before: amounts, after: amounts, mode: mode), x, name: name)
  }
}
