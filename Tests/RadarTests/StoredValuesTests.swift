import HDF5
import Radar
import Testing

@Suite struct StoredValuesTests {
  private func stored(_ type: HDF5Type, areIntegers: Bool = false) -> StoredValues {
    StoredValues(type: type, areIntegers: areIntegers, minimum: 0, maximum: 1)
  }

  /// The expected numbers are numpy's `float16`.
  @Test func halfPrecisionRoundsAsNumpyDoes() {
    let half = stored(.float(bits: 16))
    let values: [Float] = [0.1, 1.0 / 3, 2049, 6e-8, 2.5e-8, 1000.3, -0.7, 0]
    let expected: [Float] = [0.0999755859375, 0.333251953125, 2048, 5.960464477539063e-08, 0, 1000.5, -0.7001953125, 0]
    #expect(values.map(half.rounded) == expected)
    #expect(half.rounded(70000) == 65504)
  }

  @Test func wholeNumbersStayWholeWithinTheirType() {
    #expect([0.5, 1.5, 3.49, -0.2].map(stored(.float(bits: 16), areIntegers: true).rounded) == [0, 2, 3, 0])
    #expect(
      [-3, 255.4, 300].map(stored(.integer(bits: 8, signed: false), areIntegers: true).rounded) == [0, 255, 255])
    #expect([-300, 200].map(stored(.integer(bits: 8, signed: true), areIntegers: true).rounded) == [-128, 127])
    #expect(stored(.float(bits: 32)).rounded(0.1) == 0.1)
  }

  @Test func theValuesThemselvesTellWhetherTheyAreWhole() {
    #expect(StoredValues(type: .float(bits: 16), measuring: [3, -1, 7]).areIntegers)
    let mixed = StoredValues(type: .float(bits: 32), measuring: [3, 0.5])
    #expect(!mixed.areIntegers && mixed.minimum == 0.5 && mixed.maximum == 3)
  }
}
