import Evaluation
import Foundation
import Testing

@Suite struct FiniteOrNullTests {
  struct Pair: Codable, Equatable {
    @FiniteOrNull var one: Double
    @FiniteOrNull var many: [Double]
  }

  @Test func numbersThatAreNotFiniteBecomeNullAndComeBackAsNaN() throws {
    let pair = Pair(one: .infinity, many: [1.5, .nan, -.infinity])
    let data = try RecordCoding.line(pair)
    #expect(String(decoding: data, as: UTF8.self) == #"{"many":[1.5,null,null],"one":null}"#)
    let back = try RecordCoding.decode(Pair.self, from: data)
    #expect(back.one.isNaN)
    #expect(back.many[0] == 1.5 && back.many[1].isNaN && back.many[2].isNaN)
    #expect(back == pair)
  }

  @Test func finiteNumbersComeBackAsTheyWere() throws {
    let pair = Pair(one: 0.1, many: [1e-300, -0.5, 3])
    let back = try RecordCoding.decode(Pair.self, from: RecordCoding.line(pair))
    #expect(back.one == 0.1)
    #expect(back.many == [1e-300, -0.5, 3])
  }
}
