import HDF5
import RadarSimulation
import Tensors
import Testing

@Suite struct MapCodingTests {
  private let coding = MapCoding.decibel(threshold: 6, span: 51)

  /// Noise power 4, so noise is 2: 5 steps a decibel from 6 dB above it.
  @Test func decibelsAboveTheNoiseBecomeBytes() {
    let magnitudes: [Float] = [0, 2, 2 * 1.99, 2 * 2.2387, 20, 2 * 316.2278, 1e9]
    let coded = coding.coded(Tensor(shape: [1, 7], scalars: magnitudes), noisePower: 4)
    #expect(coded.scalars == [0, 0, 0, 5, 70, 220, 255])
    #expect(coding.numberType == .uint8)
  }

  @Test func anglesAreOnlyWhereThereIsSomething() {
    let maps = Tensor(shape: [2, 4], scalars: [0, 20, 20, 20] + [0.7, -1, 0, 0.5])
    #expect(coding.coded(maps, noisePower: 4).sample(1).scalars == [0, 1, 128, 192])
  }

  @Test func linearCountsTheNoise() {
    let coded = MapCoding.linear.coded(Tensor(shape: [1, 4], scalars: [0, 0.9, 3.2, 1e9]), noisePower: 4)
    #expect(coded.scalars == [0, 0, 2, 65535])
    #expect(MapCoding.linear.numberType == .uint16)
  }
}
