infix operator .+ : AdditionPrecedence
infix operator .* : MultiplicationPrecedence

/// Elementwise sum.
func .+ (left: [Double], right: [Double]) -> [Double] { zip(left, right).map { $0 + $1 } }

/// Elementwise product.
func .* (left: [Double], right: [Double]) -> [Double] { zip(left, right).map { $0 * $1 } }

/// Matrix (an array of rows) times vector.
func * (matrix: [[Double]], vector: [Double]) -> [Double] {
  matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// Transposed matrix times vector.
func transposed(_ matrix: [[Double]], times vector: [Double]) -> [Double] {
  var result = [Double](repeating: 0, count: matrix.first?.count ?? 0)
  for (row, factor) in zip(matrix, vector) {
    for column in row.indices { result[column] += row[column] * factor }
  }
  return result
}
