import Tensors

/// Calls `body` with every index of a tensor of this shape, in row-major order, and its place in the flat array.
func forEachIndex(of shape: [Int], _ body: (_ index: [Int], _ offset: Int) -> Void) {
  var index = [Int](repeating: 0, count: shape.count)
  for offset in 0..<shape.product {
    body(index, offset)
    var axis = shape.count - 1
    while axis >= 0 {
      index[axis] += 1
      if index[axis] < shape[axis] { break }
      index[axis] = 0
      axis -= 1
    }
  }
}

/// Where the element at `index` of a broadcast result comes from in a tensor of shape `shape`.
func broadcastOffset(of index: [Int], in shape: [Int]) -> Int {
  let leading = index.count - shape.count
  var offset = 0
  for axis in shape.indices { offset = offset * shape[axis] + (shape[axis] == 1 ? 0 : index[leading + axis]) }
  return offset
}

/// The place in the flat array of the element at `index`, which is inside `shape`.
func offset(of index: [Int], in shape: [Int]) -> Int {
  var offset = 0
  for axis in shape.indices { offset = offset * shape[axis] + index[axis] }
  return offset
}
