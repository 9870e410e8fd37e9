import Evaluation
import Foundation
import Testing

@Suite struct SystemFactsTests {
  @Test func theProcessorIsNamed() {
    let processor = SystemFacts.processor(threads: 2)
    #expect(!processor.model.isEmpty && processor.threads == 2)
    #expect(Set(processor.features).count == processor.features.count)
  }

  @Test func theMomentIsWrittenInUniversalTime() throws {
    let text = SystemFacts.timestamp()
    #expect(text.wholeMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/) != nil)
  }
}
