import Tensors
import Testing
import Victims

/// What is kept of samples, and for how long.
@Suite struct KeptActivationsTests {
  private func sample(_ value: Float) -> Tensor { Tensor(shape: [2], scalars: [value, 1]) }
  private func kept(_ value: Float) -> [Tensor] { [Tensor(shape: [3], scalars: [value, value, value])] }
  /// Of one sample and what is kept of it.
  private let bytes = 4 * (2 + 3)

  @Test func samplesAreToldApartByTheirBits() {
    var cache = KeptActivations<Int>(byteLimit: 10 * bytes)
    cache.insert(kept(1), of: sample(0), for: 7)
    cache.insert(kept(2), of: sample(.nan), for: 7)
    #expect(cache.find(sample(0), for: 7) == kept(1))
    #expect(cache.find(sample(.nan), for: 7) == kept(2))
    #expect(cache.find(sample(-0.0), for: 7) == nil, "a zero of the other sign is another number")
    #expect(cache.find(sample(0), for: 8) == nil)
    #expect(cache.find(Tensor(shape: [1, 2], scalars: [0, 1]), for: 7) == nil)
  }

  @Test func thoseUsedLastStay() {
    var cache = KeptActivations<Int>(byteLimit: 2 * bytes)
    cache.insert(kept(1), of: sample(1), for: 0)
    cache.insert(kept(2), of: sample(2), for: 0)
    #expect(cache.find(sample(1), for: 0) == kept(1))
    cache.insert(kept(3), of: sample(3), for: 0)
    #expect(cache.find(sample(2), for: 0) == nil)
    #expect(cache.find(sample(1), for: 0) == kept(1) && cache.find(sample(3), for: 0) == kept(3))
  }

  @Test func whatIsLargerThanTheLimitIsNotKept() {
    var cache = KeptActivations<Int>(byteLimit: bytes)
    cache.insert(kept(1), of: sample(1), for: 0)
    cache.insert(kept(2) + kept(3), of: sample(2), for: 0)
    #expect(cache.find(sample(2), for: 0) == nil)
    #expect(cache.find(sample(1), for: 0) == kept(1), "and what was there stays")
  }
}
