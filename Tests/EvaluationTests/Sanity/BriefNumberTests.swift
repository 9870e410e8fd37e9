import Evaluation
import Testing

@Suite struct BriefNumberTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.1, "0.1"), (Double(Float(0.1)), "0.1"), (3.39512, "3.395"), (-0.25, "-0.25"),
    (123456, "123456"), (8.70001e-6, "8.7e-6"), (2e9, "2.0e9"), (.infinity, "inf"), (.nan, "nan"), (999.96, "1000"),
  ]) func fourDigitsAreEnough(value: Double, text: String) {
    #expect(value.brief == text)
  }
}
