internal import Foundation
internal import HDF5

/// Who was recorded, in which sitting, and which repetition a recording is; nil where nothing tells.
///
/// Splits by subject and by session rest on it. File names tell it in these forms:
///
/// | name | subject | session | instance |
/// |---|---|---|---|
/// | `s03_1_007.h5` (``SoliWriter``) | 3 | 1 | 7 |
/// | `3_0_17.h5` (Soli: gesture, session, instance) | – | 0 | 17 |
///
/// The attributes `subject`, `session` and `instance` of an HDF5 file tell it too, and win over the name.
public struct RecordingOrigin: Equatable, Sendable {
  public let subject: Int?
  public let session: Int?
  public let instance: Int?

  public static let unknown = RecordingOrigin()

  public init(subject: Int? = nil, session: Int? = nil, instance: Int? = nil) {
    self.subject = subject
    self.session = session
    self.instance = instance
  }

  /// What a file's name tells.
  ///
  /// - Parameters:
  ///   - path: the file; it need not exist.
  ///   - className: the class that it belongs to where known: three numbers are Soli's only if the first is the class.
  init(ofFile path: String, className: String? = nil) {
    let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
    self = .unknown
    guard parts.count == 3, let session = Self.number(parts[1]), let instance = Self.number(parts[2]) else { return }
    if parts[0].first == "s", let subject = Self.number(parts[0].dropFirst()) {
      self.init(subject: subject, session: session, instance: instance)
    } else if Self.number(parts[0]) != nil, className == nil || className == String(parts[0]) {
      self.init(session: session, instance: instance)
    }
  }

  init(_ attributes: [HDF5Attribute]) {
    func whole(_ name: String) -> Int? { attributes.number(name).flatMap { Int(exactly: $0) } }
    self.init(subject: whole("subject"), session: whole("session"), instance: whole("instance"))
  }

  /// What is not known here taken from `other`.
  func completed(by other: RecordingOrigin) -> RecordingOrigin {
    RecordingOrigin(
      subject: subject ?? other.subject, session: session ?? other.session, instance: instance ?? other.instance)
  }

  /// Digits only: `Int` would also take a sign.
  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }
}
