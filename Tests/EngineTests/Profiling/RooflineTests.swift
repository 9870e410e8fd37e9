import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct RooflineTests {
  private let roofline = Roofline(
    f32: 200, bf16: 800,
    memories: [
      .init(name: "L2 cache", bytes: 1000, bandwidth: 100), .init(name: "memory", bytes: nil, bandwidth: 10),
    ], threads: 2)

  @Test func bandwidthIsThatOfTheNearestMemoryThatHoldsTheBytes() {
    #expect(roofline.bandwidth(forBytes: 1000) == 100)
    #expect(roofline.bandwidth(forBytes: 1001) == 10)
  }

  @Test func aStepIsBoundByItsOperationsOrByItsBytes() throws {
    for step in try Profiles.profile(of: Profiles.network()).steps {
      let multiplying = Double(step.operations ?? 0) / 200e6
      let moving = Double(step.bytes) / (step.bytes <= 1000 ? 100e6 : 10e6)
      #expect(abs(roofline.milliseconds(of: step) - max(multiplying, moving)) < 1e-12)
    }
  }

  @Test func theProbeFindsPositiveNumbers() throws {
    let found = try Roofline.measured(memoryLimit: 64 << 20)
    #expect(found.f32 > 0 && found.threads >= 1)
    #expect((found.bf16 != nil) == Precision.bf16.isAvailable)
    #expect(found.memories.count >= 2 && found.memories.last?.bytes == nil)
    #expect(found.memories.allSatisfy { $0.bandwidth > 0 })
  }
}
