public import Tensors

extension Axis {
  /// One antenna that receives, or a virtual one of a transmitter and a receiver.
  public static let receiver = Axis(rawValue: "receiver")
  /// One ramp of a frame: slow time.
  public static let chirp = Axis(rawValue: "chirp")
  /// One conversion of a ramp: fast time.
  public static let sample = Axis(rawValue: "sample")
}
