import ArgumentParser
import Foundation
import Radar
import RadarSimulation

struct SimulateRadarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "radar",
    abstract: "Recordings of hand gestures in front of an FMCW radar, with subjects and sessions.",
    discussion: """
      Writes OUTPUT/CLASS/s01_1_001.h5 … (class, subject, session, instance), which every command reads with --data OUTPUT. A
      subject, and a recording, is the same in every set with the same seed. docs/simulator.md describes the model.

      Configurations: \(ChirpConfiguration.named.map(\.name).joined(separator: ", ")).
      Gestures: \(GestureClass.allCases.map(\.rawValue).joined(separator: ", ")).

      Example:
        chaff simulate radar --output gestures --subjects 1-12 --instances 6 --seed 1
        chaff simulate statistics gestures
      """)

  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Option(help: "The radar, by name.") var configuration = ChirpConfiguration.bgt60tr13cGesture.name
  @Option(help: "Which subjects: 1-8 or 1-4,9.") var subjects = "1-8"
  @Option(help: "Recordings of each subject, session and gesture.") var instances = 6
  @Option(help: "Sessions of each subject; room and place differ.") var sessions = 1
  @Option(help: "Seed of everything random.") var seed: UInt64 = 1
  @Option(help: "Gestures, separated by commas, or all.") var gestures = "all"
  @Option(help: "Power of a hand at 0.3 m over the noise's in one sample, in dB.") var snr = 0.0
  @Option(help: "Echoes that stand still: mti, slow-time-mean or none (keep them).") var clutterFilter = "mti"
  @Option(help: "Magnitudes: decibel (bytes above the noise) or linear.") var scale = "decibel"
  @Option(help: "Files: soli (HDF5) or npz.") var format = RecordingSet.FileFormat.soli.rawValue
  @Flag(help: "Velocity over time, [1, time, 1, doppler], from chirps without gaps.") var microDoppler = false
  @Flag(help: "Replace a simulated set that is there.") var force = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output is empty; name a folder") }
    do { _ = try recordingSet() } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    Interruption.watch()
    let set = try recordingSet()
    let total = set.identities.count
    var line = ProgressLine("recordings", isQuiet: quiet)
    var frames = 0
    try set.write(to: output, replacesOlder: force) { done, recording in
      frames += recording.isAction.count
      line.update(done, of: total, note: "")
      if Interruption.isRequested { throw Interrupted(advice: "\(done) of \(total) recordings are in \(output).") }
    }
    guard !quiet else { return }
    Console.print(
      "\(output): \(total) recordings (\(frames) frames) of \(set.gestures.count) classes by \(set.subjects.count) subjects"
    )
  }

  private func recordingSet() throws -> RecordingSet {
    guard snr.isFinite, abs(snr) <= 100 else { throw ValidationError("--snr must lie in -100...100, is \(snr)") }
    var simulator = RadarSimulator(
      configuration: try ChirpConfiguration.named(configuration), seed: seed,
      view: microDoppler ? .microDoppler : .rangeDoppler, signalToNoise: snr, coding: try coding())
    simulator.chain.clutterFilter = try filter()
    simulator.microDopplerChain.removesStaticEchoes = simulator.chain.clutterFilter != .none
    guard let format = RecordingSet.FileFormat(rawValue: format) else {
      throw ValidationError("--format must be soli or npz, is '\(format)'")
    }
    return try RecordingSet(
      simulator, gestures: try gestureClasses(), subjects: try SubjectNumbers.parse(subjects), sessions: sessions,
      instances: instances, format: format)
  }

  private func coding() throws -> MapCoding {
    switch scale {
    case "decibel": RadarSimulator().coding
    case "linear": .linear
    default: throw ValidationError("--scale must be decibel or linear, is '\(scale)'")
    }
  }

  private func filter() throws -> ClutterFilter {
    switch clutterFilter {
    case "mti": RangeDopplerChain().clutterFilter
    case "slow-time-mean": .slowTimeMean
    case "none": .none
    default: throw ValidationError("--clutter-filter must be mti, slow-time-mean or none, is '\(clutterFilter)'")
    }
  }

  private func gestureClasses() throws -> [GestureClass] {
    guard gestures != "all" else { return GestureClass.allCases }
    let names = GestureClass.allCases.map(\.rawValue)
    return try gestures.split(separator: ",").map { name in
      GestureClass.allCases[try ClassName.index(of: String(name), among: names)]
    }
  }
}

/// "1-4,9": the numbers of subjects.
private enum SubjectNumbers {
  static func parse(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { part in
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1],
        (1...99).contains(first), (first...99).contains(last)
      else { throw ValidationError("--subjects: '\(part)' is no number or range of 1 to 99, such as 3 or 1-8") }
      return Array(first...last)
    }
  }
}
