import Engine
import Testing

@Suite struct PrecisionTests {
  @Test(arguments: [true, false]) func f32IsEverywhere(hasBFloat16: Bool) throws {
    #expect(try PrecisionChoice.f32.resolved(hasBFloat16: hasBFloat16) == .f32)
    #expect(Precision.f32.isAvailable)
  }

  @Test func autoTakesWhatThereIs() throws {
    #expect(try PrecisionChoice.auto.resolved(hasBFloat16: true) == .bf16)
    #expect(try PrecisionChoice.auto.resolved(hasBFloat16: false) == .f32)
  }

  @Test func bf16IsRefusedWhereTheProcessorHasNone() throws {
    #expect(try PrecisionChoice.bf16.resolved(hasBFloat16: true) == .bf16)
    let error = #expect(throws: EngineError.self) { try PrecisionChoice.bf16.resolved(hasBFloat16: false) }
    #expect(
      error?.description
        == "precision bf16: this processor has no bf16 arithmetic (AVX-512-BF16 or AMX); use f32, or auto")
  }
}
