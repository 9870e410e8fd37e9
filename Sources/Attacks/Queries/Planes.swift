/// An input of any shape as planes: its last two axes (a range-Doppler map, an image), once for each place on the others.
///
/// A vector is one plane of one row.
struct Planes {
  let count: Int
  let height: Int
  let width: Int

  init(shape: [Int]) {
    width = shape.last ?? 1
    height = shape.count > 1 ? shape[shape.count - 2] : 1
    count = shape.dropLast(2).reduce(1, *)
  }

  var area: Int { height * width }
}
