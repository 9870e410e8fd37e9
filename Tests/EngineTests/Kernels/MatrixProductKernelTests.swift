import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct MatrixProductKernelTests {
  static let cases: [(left: [Int], right: [Int])] = [
    ([1, 1], [1, 1]), ([3, 5], [5, 7]), ([1, 40], [40, 33]), ([4, 17], [17, 65]), ([3, 0], [0, 4]),
    ([70, 64], [64, 33]),
    ([2, 3, 5], [5, 4]), ([2, 3, 5], [2, 5, 4]), ([3, 1, 2, 6], [4, 6, 5]), ([30, 10], [10, 15]),
    ([5, 90], [90, 1]),
    ([2, 1, 0, 3], [3, 2]),
  ]

  @Test(arguments: cases) func productsAgreeHoweverTheyAreStored(_ left: [Int], _ right: [Int]) throws {
    for transposesLeft in [false, true] {
      for transposesRight in [false, true] {
        let operation = MatrixProduct(transposesLeft: transposesLeft, transposesRight: transposesRight)
        let a = transposesLeft ? swapped(left) : left
        let b = transposesRight ? swapped(right) : right
        try expectAgreement(
          of: MatrixProductKernel(operation, left: a, right: b), with: operation,
          on: [.random(a, seed: 1), .random(b, seed: 2)])
      }
    }
  }

  /// Large enough to be cut into tasks; products of rank one have a closed form.
  @Test(arguments: [(300, 128, 150), (150, 300, 200), (8, 900, 1300)])
  func largeProductsAreCutInTheRightPlaces(_ rows: Int, _ terms: Int, _ columns: Int) throws {
    let (u, p) = (Tensor.random([rows], seed: 1).scalars, Tensor.random([terms], seed: 2, in: 0.5...1).scalars)
    let (q, v) = (Tensor.random([terms], seed: 3, in: 0.5...1).scalars, Tensor.random([columns], seed: 4).scalars)
    let a = Tensor(shape: [rows, terms], scalars: u.flatMap { x in p.map { x * $0 } })
    let b = Tensor(shape: [terms, columns], scalars: q.flatMap { x in v.map { x * $0 } })
    let inner = zip(p, q).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let expected = u.flatMap { x in v.map { inner * Double(x) * Double($0) } }
    let kernel = MatrixProductKernel(MatrixProduct(), left: a.shape, right: b.shape)
    let alone = try ThreadPool.with(1) { try KernelRun.outputs(of: kernel, [a, b], shapes: [[rows, columns]])[0] }
    let shared = try ThreadPool.with(3) { try KernelRun.outputs(of: kernel, [a, b], shapes: [[rows, columns]])[0] }
    let reference = DoubleTensor(shape: [rows, columns], scalars: expected)
    #expect(DoubleTensor(alone).relativeError(from: reference) <= 1e-6)
    #expect(alone == shared)
  }

  /// A constant right matrix is packed once; sizes around a panel of 32 columns and a block of 14 rows.
  @Test(arguments: [[1, 5], [14, 7], [3, 29, 64], [2, 2, 57, 3]], [1, 4, 7, 32, 44, 67, 100])
  func productsWithAConstantAgree(_ left: [Int], columns: Int) throws {
    for transposes in [false, true] {
      let found = try PlanConformance(input: left) { graph, x, random in
        let terms = left[left.count - 1]
        let w = graph.addConstant(random.uniform(transposes ? [columns, terms] : [terms, columns]))
        return try graph(MatrixProduct(transposesRight: transposes), x, w)
      }
      #expect(found.agrees, "\(found)")
    }
  }

  /// A row of a product with a constant does not depend on how many there are.
  @Test(arguments: [7, 132]) func aRowDoesNotDependOnItsCompany(columns: Int) throws {
    func product(rows: Int) throws -> Plan {
      var (graph, random) = (Graph(), RandomTensors(seed: 3))
      let x = graph.addInput(shape: [rows, 300])
      graph.outputs = [try graph(MatrixProduct(), x, graph.addConstant(random.uniform([300, columns])))]
      return try Plan(compiling: graph)
    }
    let rows = Tensor.random([33, 300])
    let together = try product(rows: 33).forward([rows])[0]
    let single = try product(rows: 1)
    for row in 0..<33 {
      #expect(
        try single.forward([rows.selectingSamples([row])])[0].scalars == together.selectingSamples([row]).scalars)
    }
  }

  private func swapped(_ shape: [Int]) -> [Int] {
    Array(shape.dropLast(2)) + [shape[shape.count - 1], shape[shape.count - 2]]
  }
}
