public import Explanations
public import Tensors

extension ExplanationPlan {
  /// Plans Grad-CAM heat maps of a model, for its class logits or, with `explainsMasks`, for the region predicted as a
  /// class; `axes` name every axis of one input.
  public static func gradCAM(
    _ method: GradCAM = GradCAM(), of model: any Explainable, axes: [Axis], explainsMasks: Bool = false,
    limit: Int? = nil
  ) -> ExplanationPlan {
    ExplanationPlan(limit: limit) { input, label in
      let score: ExplainedScore = explainsMasks ? .maskClass(label) : .classLogit(label)
      let heat = try method(of: input, axes: axes, score: score, by: model)
      return Explanation(heat: heat.values, frameImportance: (heat.frameImportance ?? []).map(Double.init))
    }
  }
}
