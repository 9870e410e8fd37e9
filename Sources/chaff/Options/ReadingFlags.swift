import ArgumentParser
import Radar
import Tensors
import Victims

/// What recordings do not say themselves.
struct ReadingFlags: ParsableArguments {
  @Option(
    name: .customLong("array-axes"),
    help:
      "Axes of .npy and .npz recordings, e.g. time,channel,range,doppler; or of raw samples: time,receiver,chirp,sample."
  )
  var arrayAxes: String?
  @Option(
    name: .customLong("radar-config"),
    help: "The mmWave .cfg of DCA1000 captures (.bin); found beside them if left out.",
    completion: .file())
  var radarConfiguration: String?
  @Flag(name: .customLong("swap-iq"), help: "Exchange I and Q of raw samples.") var swapsIQ = false
  @Option(
    name: .customLong("action-from"),
    help: "Which frames show the gesture: label (as the file says), energy[:SHARE of the greatest] or padding.")
  var actionFrom: String?

  func validate() throws {
    if let actionFrom {
      do { _ = try ActionSource(actionFrom) } catch {
        throw ValidationError("--action-from: \(error.problem); \(error.remedy)")
      }
    }
    if let arrayAxes, arrayAxes.split(separator: ",").isEmpty { throw ValidationError("--array-axes names no axis") }
  }

  /// Flags win over what the model's card says.
  func options(_ card: VictimCard? = nil) throws -> ReadingOptions {
    ReadingOptions(
      arrayAxes: arrayAxes.map { text in
        text.split(separator: ",").map { Axis(rawValue: String($0.filter { !$0.isWhitespace })) }
      }, configurationPath: radarConfiguration, swapsIQ: swapsIQ,
      actionSource: try (actionFrom ?? card?.actionFrom).map { text in try ActionSource(text) } ?? .label)
  }
}
