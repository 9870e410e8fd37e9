package import Engine

/// Compiled plans, within a limit of memory: the least recently used ones go first.
package struct PlanCache<Key: Hashable> {
  /// So many plans stay, however large they are: what one sample's passes need.
  package static var leastCount: Int { 3 }

  private let byteLimit: Int
  private var plans: [Key: (plan: Plan, bytes: Int, lastUse: Int)] = [:]
  private var clock = 0

  package init(byteLimit: Int) { self.byteLimit = byteLimit }

  package subscript(key: Key) -> Plan? {
    mutating get {
      guard let found = plans[key] else { return nil }
      clock += 1
      plans[key]?.lastUse = clock
      return found.plan
    }
  }

  /// Keeps a plan that holds so many weights apart from its arena.
  package mutating func insert(_ plan: Plan, weights: Int, for key: Key) {
    clock += 1
    plans[key] = (plan, plan.arenaByteCount + weights * MemoryLayout<Float>.stride, clock)
    while plans.count > Self.leastCount, byteCount > byteLimit,
      let oldest = plans.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      plans[oldest.key] = nil
    }
  }

  private var byteCount: Int { plans.values.reduce(0) { $0 + $1.bytes } }
}
