import Engine
import Testing

@Suite struct PrecisionTests {
  @Test(arguments: [true, false]) func f32IsEverywhere(hasBFloat16: Bool) throws {
    #expect(try PrecisionChoice.f32.resolved(hasBFloat16: hasBFloat16) == .f32)
    #expect(Precision.f32.isAvailable)
  }

  @Test func autoTakesBFloat16WhereItIsFaster() throws {
    #expect(try PrecisionChoice.auto.resolved(hasBFloat16: true, isFast: true) == .bf16)
    #expect(try PrecisionChoice.auto.resolved(hasBFloat16: true, isFast: false) == .f32)
    #expect(try PrecisionChoice.auto.resolved(hasBFloat16: false, isFast: false) == .f32)
  }

  @Test func whatIsNotThereIsNotFast() {
    #expect(Precision.bf16.isAvailable || !Precision.bf16IsFast)
  }

  @Test func bf16IsRefusedWhereTheProcessorHasNone() throws {
    #expect(try PrecisionChoice.bf16.resolved(hasBFloat16: true) == .bf16)
    let error = #expect(throws: EngineError.self) { try PrecisionChoice.bf16.resolved(hasBFloat16: false) }
    #expect(
      error?.description
        == "precision bf16: this processor has no bf16 arithmetic (AVX-512-BF16 or AMX); use f32, or auto")
  }
}
