/// What evens out the numbers of a layer before its activation.
public enum FeatureNormalization: String, Sendable, Codable, CaseIterable {
  /// Nothing; the convolution has a bias of its own.
  case none
  /// Over the batch and all positions of a channel (`NetworkBuilder.batchNormalization`).
  case batch
  /// Over the positions of a channel of one sample (`NetworkBuilder.instanceNormalization`).
  case instance
}
