import Evaluation
import Explanations
import Tensors
import Testing

@Suite struct ExplanationPlanTests {
  /// One convolution's activation is the input itself, and its gradient is the same for every position: 1 and −1.
  private final class Glass: Explainable {
    let inputShape = [2, 3, 2]

    func activationsAndGradients(
      at inputs: Tensor, layer: String?, cotangent: (Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, activation: Tensor, gradient: Tensor, layer: String) {
      let logits = Tensor(shape: [1, 2], scalars: [1, 0])
      _ = try cotangent(logits)
      let gradient = Tensor(shape: [1, 2, 3, 2], scalars: (0..<12).map { $0 < 6 ? 1 : -1 })
      return (logits, inputs, gradient, layer ?? "glass")
    }
  }

  @Test func gradCAMBecomesAMapPerFrameAndAnImportancePerFrame() throws {
    let plan = ExplanationPlan.gradCAM(of: Glass(), axes: [.channel, .time, .range], limit: 3)
    let input = Tensor(shape: [2, 3, 2], scalars: [4, 2, 1, 1, 0, 0, 0, 0, 0, 0, 5, 5])
    let explanation = try plan.explain(input, 0)
    #expect(explanation.heat == Tensor(shape: [3, 2], scalars: [1, 0.5, 0.25, 0.25, 0, 0]))
    #expect(explanation.frameImportance == [0.75, 0.25, 0])
    #expect(plan.limit == 3)
    #expect(plan.rankCorrelation([1, 2, 3], [10, 20, 40]) == 1)
    #expect(plan.rankCorrelation([1, 1, 1], [10, 20, 40]).isNaN)
  }
}
