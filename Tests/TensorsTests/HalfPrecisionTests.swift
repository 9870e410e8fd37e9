import Tensors
import Testing

#if !(os(macOS) && arch(x86_64))
  @Suite struct HalfPrecisionTests {
    @Test func everyBitPatternIsThatOfTheProcessor() {
      for bits in UInt16.min...UInt16.max {
        let expected = Float(Float16(bitPattern: bits))
        let found = HalfPrecision.float(bits)
        let agrees = expected.isNaN ? found.isNaN : found.bitPattern == expected.bitPattern
        if !agrees { Issue.record("\(bits): \(found) is not \(expected)") }
      }
    }
  }
#endif
