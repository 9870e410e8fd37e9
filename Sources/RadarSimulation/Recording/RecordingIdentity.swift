/// Which recording of a simulated study it is; decides, with the seed, every number in it.
public struct RecordingIdentity: Sendable, Hashable, Codable {
  public let gesture: GestureClass
  public let subject: Int
  public let session: Int
  public let instance: Int

  public init(gesture: GestureClass, subject: Int, session: Int, instance: Int) {
    self.gesture = gesture
    self.subject = subject
    self.session = session
    self.instance = instance
  }

  /// "swipe-left/s03_1_007": where it is stored, without the ending.
  public var path: String {
    "\(gesture.rawValue)/s\(Self.padded(subject, 2))_\(session)_\(Self.padded(instance, 3))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
