internal import Engine

/// Compiled plans, within a limit of memory: the least recently used ones go first.
struct PlanCache<Key: Hashable> {
  private let byteLimit: Int
  private var plans: [Key: (plan: Plan, bytes: Int, lastUse: Int)] = [:]
  private var clock = 0

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  var count: Int { plans.count }

  subscript(key: Key) -> Plan? {
    mutating get {
      guard let found = plans[key] else { return nil }
      clock += 1
      plans[key] = (found.plan, found.bytes, clock)
      return found.plan
    }
  }

  /// Keeps a plan that holds so many weights apart from its arena; the newest plan stays, however large it is.
  mutating func insert(_ plan: Plan, weights: Int, for key: Key) {
    clock += 1
    plans[key] = (plan, plan.arenaByteCount + weights * MemoryLayout<Float>.stride, clock)
    while plans.count > 1, byteCount > byteLimit, let oldest = plans.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      plans[oldest.key] = nil
    }
  }

  private var byteCount: Int { plans.values.reduce(0) { $0 + $1.bytes } }
}
