public import Tensors

/// A recording that was never made.
public struct SimulatedRecording: Sendable, Equatable {
  public let identity: RecordingIdentity
  /// Range-Doppler: [channel, time, range, doppler]; micro-Doppler: [channel, time, 1, doppler]. Whole numbers 0 … 255.
  public let maps: Tensor
  /// For each frame, whether the gesture happens; never in background.
  public let isAction: [Bool]
  public let frameRate: Double
}
