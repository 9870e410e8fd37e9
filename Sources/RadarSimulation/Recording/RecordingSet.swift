internal import Foundation
public import Radar
internal import Synchronization
internal import Tensors

/// A folder of simulated recordings, in the layout that `RecordingFolder` reads.
///
/// | file | what |
/// |---|---|
/// | `swipe-left/s03_1_007.h5` (or `.npz`) | class, subject 3, session 1, instance 7 |
/// | `simulation.json` | everything the set was made with |
///
/// A larger set with the same seed holds the recordings of a smaller one.
public struct RecordingSet: Sendable, Codable {
  public enum FileFormat: String, Sendable, Codable, CaseIterable {
    /// HDF5 in the layout of deep-soli; see `SoliWriter`.
    case soli
    /// `frames` [channel, time, range, doppler] float32, `label` int64, `action` uint8.
    case npz
  }

  private static let recordName = "simulation.json"

  public let simulator: RadarSimulator
  public let gestures: [GestureClass]
  public let subjects: [Int]
  public let sessions: Int
  public let instances: Int
  public let format: FileFormat

  /// - Throws: ``RadarError`` for nothing to do, or more than the names have room for.
  public init(
    _ simulator: RadarSimulator, gestures: [GestureClass] = GestureClass.allCases, subjects: [Int], sessions: Int = 1,
    instances: Int, format: FileFormat = .soli
  ) throws(RadarError) {
    let counts = [("sessions", sessions, 1...99), ("instances", instances, 1...999)]
    for (what, count, possible) in counts where !possible.contains(count) {
      throw RadarError("simulation", "\(count) \(what)", remedy: "choose a number of \(possible)")
    }
    guard !subjects.isEmpty, subjects.allSatisfy((1...99).contains), !gestures.isEmpty else {
      throw RadarError(
        "simulation", "subjects \(subjects), gestures \(gestures.map(\.rawValue))",
        remedy: "choose at least one gesture and subjects among 1 to 99")
    }
    self.simulator = simulator
    self.gestures = GestureClass.allCases.filter(gestures.contains)
    self.subjects = Set(subjects).sorted()
    (self.sessions, self.instances, self.format) = (sessions, instances, format)
  }

  /// Every recording, class by class.
  public var identities: [RecordingIdentity] {
    gestures.flatMap { gesture in
      subjects.flatMap { subject in
        (1...sessions).flatMap { session in
          (1...instances).map { instance in
            RecordingIdentity(gesture: gesture, subject: subject, session: session, instance: instance)
          }
        }
      }
    }
  }

  /// Writes every recording; as many are made at a time as there are processors.
  ///
  /// - Parameters:
  ///   - path: a folder that is not there yet or is empty.
  ///   - replacesOlder: take a folder that this has written before, and remove the older set first.
  ///   - progress: called after each recording with the number done and the recording.
  /// - Throws: ``RadarError`` where the folder holds something else or the settings make no sense; `HDF5Error` or
  ///   `FileError` where a file cannot be written; whatever `progress` throws.
  public func write(
    to path: String, replacesOlder: Bool = false, progress: (Int, SimulatedRecording) throws -> Void = { _, _ in }
  ) throws {
    try clear(path, replacesOlder: replacesOlder)
    for gesture in gestures {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(gesture.rawValue)", withIntermediateDirectories: true)
    }
    try FileReplacement.write(record(), to: "\(path)/\(Self.recordName)")
    let identities = identities
    let batch = 4 * ProcessInfo.processInfo.activeProcessorCount
    var done = 0
    for start in stride(from: 0, to: identities.count, by: batch) {
      let part = Array(identities[start..<min(start + batch, identities.count)])
      for recording in try Self.recordings(part, simulator) {
        try write(recording, to: path)
        done += 1
        try progress(done, recording)
      }
    }
  }

  /// The recordings of `identities`, in their order.
  private static func recordings(
    _ identities: [RecordingIdentity], _ simulator: RadarSimulator
  ) throws -> [SimulatedRecording] {
    let results = Mutex<[Int: Result<SimulatedRecording, RadarError>]>([:])
    DispatchQueue.concurrentPerform(iterations: identities.count) { index in
      let result = Result { () throws(RadarError) in try simulator.recording(identities[index]) }
      results.withLock { $0[index] = result }
    }
    let finished = results.withLock { $0 }
    return try identities.indices.compactMap { try finished[$0]?.get() }
  }

  private func write(_ recording: SimulatedRecording, to folder: String) throws {
    let path = "\(folder)/\(recording.identity.path)"
    switch format {
    case .soli: try SoliWriter.write(recording.stored, to: path + ".h5")
    case .npz:
      var archive = NPZWriter()
      try archive.add(recording.maps, named: "frames")
      try archive.add(npy: NPYFile.bytes([Int64(recording.identity.gesture.index)], shape: []), named: "label")
      try archive.add(
        npy: NPYFile.bytes(recording.isAction.map { $0 ? UInt8(1) : 0 }, shape: [recording.isAction.count]),
        named: "action")
      try archive.write(to: path + ".npz")
    }
  }

  private func record() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try Array(encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}

/// Making room.
extension RecordingSet {
  private func clear(_ path: String, replacesOlder: Bool) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else { return }
    let names = try manager.contentsOfDirectory(atPath: path)
    guard !names.isEmpty else { return }
    guard names.contains(Self.recordName) else {
      throw RadarError(path, "the folder holds other files", remedy: "name a folder that is not there yet")
    }
    guard replacesOlder else {
      throw RadarError(path, "a simulated set is there already", remedy: "name another folder or add --force")
    }
    for gesture in GestureClass.allCases where names.contains(gesture.rawValue) {
      try removeRecordings(in: "\(path)/\(gesture.rawValue)")
    }
  }

  /// Only what an earlier set has written: whatever else lies there is somebody's.
  private func removeRecordings(in folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.wholeMatch(of: /s\d\d_\d+_\d\d\d\.(h5|npz)/) != nil {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }
}
