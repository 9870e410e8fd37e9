/// The same scalars under another shape of the same count. All extents are given (no −1).
public struct Reshape: Hashable, Sendable {
  public let shape: [Int]
  public init(to shape: [Int]) { self.shape = shape }
}

/// Output axis `k` is input axis `permutation[k]`.
public struct Transpose: Hashable, Sendable {
  public let permutation: [Int]
  public init(_ permutation: [Int]) { self.permutation = permutation }
}

/// `y[i…] = x[start + i·step …]`, `extents[k]` elements along axis k; one entry per axis; steps may be negative.
public struct Slice: Hashable, Sendable {
  public let starts: [Int]
  public let steps: [Int]
  public let extents: [Int]

  public init(starts: [Int], steps: [Int], extents: [Int]) {
    self.starts = starts
    self.steps = steps
    self.extents = extents
  }
}

/// Writes the input into a zero tensor of `shape` where `slice` would have read it.
public struct SliceGradient: Hashable, Sendable {
  public let slice: Slice
  public let shape: [Int]

  public init(_ slice: Slice, shape: [Int]) {
    self.slice = slice
    self.shape = shape
  }
}

public struct Concatenation: Hashable, Sendable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }
}

public enum PaddingMode: Hashable, Sendable {
  case constant(Float)
  /// Mirrors without repeating the border: `2 1 | 0 1 2`.
  case reflect
  case edge
}

/// Adds elements before and after each axis; one entry per axis; negative amounts crop (constant mode only).
public struct Pad: Hashable, Sendable {
  public let before: [Int]
  public let after: [Int]
  public let mode: PaddingMode

  public init(before: [Int], after: [Int], mode: PaddingMode) {
    self.before = before
    self.after = after
    self.mode = mode
  }
}

/// The adjoint of `Pad`: adds each cotangent to the element it was copied from. Input `dy`; output `shape`.
public struct PadGradient: Hashable, Sendable {
  public let pad: Pad
  public let shape: [Int]

  public init(_ pad: Pad, shape: [Int]) {
    self.pad = pad
    self.shape = shape
  }
}

/// `y = take(x, indices, axis)`: axis `axis` is replaced by the axes of `indicesShape`. Indices are constant, in range,
/// row-major.
public struct Gather: Hashable, Sendable {
  public let axis: Int
  public let indices: [Int]
  public let indicesShape: [Int]

  public init(axis: Int, indices: [Int], indicesShape: [Int]) {
    self.axis = axis
    self.indices = indices
    self.indicesShape = indicesShape
  }
}

/// The adjoint of `Gather`: input `dy`, output `shape`; repeated indices add up.
public struct GatherGradient: Hashable, Sendable {
  public let gather: Gather
  public let shape: [Int]

  public init(_ gather: Gather, shape: [Int]) {
    self.gather = gather
    self.shape = shape
  }
}
