import ArgumentParser
import Foundation
import Networks

/// Which network is trained, and how it differs from the usual one of its kind.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: "The network, see 'chaff networks'; radar-conv3d for recordings and small-unet for masks if left out.")
  var network: String?
  @Option(
    name: .customLong("set"),
    help: "A setting of the network, repeated as needed: --set widths=[8,16,32,64] --set dropout=0.3.")
  var changes: [String] = []

  func validate() throws {
    for change in changes where !change.dropFirst().contains("=") {
      throw ValidationError("--set takes NAME=VALUE, is '\(change)'")
    }
  }

  /// The kind's usual network, for its axes.
  func usual(orElse kind: String) throws -> any Architecture { try Architectures.named(network ?? kind) }

  /// The network for inputs of a shape, with the changes made.
  ///
  /// - Throws: `NetworkError` for an unknown kind or setting.
  func architecture(orElse kind: String, inputShape: [Int], classes: Int) throws -> any Architecture {
    let usual = AnyArchitecture(try Architectures.named(network ?? kind, inputShape: inputShape, classes: classes))
    guard !changes.isEmpty else { return usual.base }
    let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(usual))
    guard var settings = encoded as? [String: Any] else { return usual.base }
    for change in changes {
      let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
      settings[parts[0]] = Self.value(parts[1])
    }
    do {
      let data = try JSONSerialization.data(withJSONObject: settings)
      return try JSONDecoder().decode(AnyArchitecture.self, from: data).base
    } catch let error as DecodingError {
      throw SettingUnreadable(changes: changes, reason: "\(error)")
    }
  }

  /// A number, a list or a flag as JSON writes them; anything else is text.
  private static func value(_ text: String) -> Any {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) ?? text
  }
}

struct SettingUnreadable: Error, CustomStringConvertible {
  let changes: [String]
  let reason: String
  var description: String {
    "--set \(changes.joined(separator: " --set ")): a value is not of its setting's kind (\(reason)); write numbers as 3, "
      + "lists as [1,2], flags as true"
  }
}
