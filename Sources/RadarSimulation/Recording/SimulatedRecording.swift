public import Radar
public import Tensors

/// A recording that was never made.
public struct SimulatedRecording: Sendable, Equatable {
  public let identity: RecordingIdentity
  /// Whole numbers, see ``MapCoding``: [channel, time, range, doppler], where micro-Doppler has one range.
  public let maps: Tensor
  /// For each frame, whether the gesture happens; never in background.
  public let isAction: [Bool]
  /// Frames, or columns of micro-Doppler, per second.
  public let frameRate: Double
  public let coding: MapCoding

  /// As it is stored in a folder of recordings.
  public var stored: StoredSequence {
    StoredSequence(
      channels: maps, numberType: coding.numberType, label: identity.gesture.index,
      className: identity.gesture.rawValue, isAction: isAction, subject: identity.subject, session: identity.session,
      instance: identity.instance, frameRate: frameRate, units: coding.units,
      channelNames: ["magnitude", "angle"].prefix(maps.shape[0]).map(\.self))
  }
}
