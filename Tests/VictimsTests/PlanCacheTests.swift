import Engine
import Graphs
import Testing
import Victims

@Suite struct PlanCacheTests {
  private func plan() throws -> Plan {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 8])
    graph.outputs = [try graph(Unary(.tanh), x)]
    return try Plan(compiling: graph)
  }

  @Test func theLeastRecentlyUsedPlanGoesFirst() throws {
    let plans = try (0..<5).map { _ in try plan() }
    let bytes = plans[0].arenaByteCount + 400
    var cache = PlanCache<Int>(byteLimit: 4 * bytes)
    for key in 0..<4 { cache.insert(plans[key], weights: 100, for: key) }
    #expect(cache[0] === plans[0])
    cache.insert(plans[4], weights: 100, for: 4)
    #expect(cache[1] == nil, "1 was used least recently")
    #expect(cache[0] === plans[0] && cache[2] === plans[2] && cache[3] === plans[3] && cache[4] === plans[4])
  }

  /// A network that fills the memory by itself is not compiled anew for every pass.
  @Test func thePlansOfOneSampleStay() throws {
    var cache = PlanCache<Int>(byteLimit: 0)
    for key in 0..<5 { cache.insert(try plan(), weights: 0, for: key) }
    #expect((0..<5).filter { cache[$0] != nil } == [2, 3, 4])
  }
}
