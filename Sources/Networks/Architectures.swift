/// The architectures that have a name.
public enum Architectures {
  public static let all: [any Architecture.Type] = [
    RadarConv3D.self, RadarResNet.self, RadarCNNLSTM.self, RadarTCN.self, MicroDopplerConv2D.self, SmallUNet.self,
    UNet.self, DeepLab.self, LinearClassifier.self,
  ]

  public static var identifiers: [String] { all.map { $0.identifier } }

  /// Architectures and presets: everything that `named` knows.
  public static var names: [String] { identifiers + NetworkPreset.all.map(\.name) }

  /// The kind of network of this identifier.
  ///
  /// - Throws: `NetworkError`, which lists what there is.
  public static func type(named identifier: String) throws(NetworkError) -> any Architecture.Type {
    guard let type = all.first(where: { $0.identifier == identifier }) else {
      throw NetworkError(
        "there is no architecture '\(identifier)'", hint: "take one of \(identifiers.joined(separator: ", "))")
    }
    return type
  }

  /// The network of this name with its usual settings.
  public static func named(_ name: String) throws(NetworkError) -> any Architecture {
    if let preset = NetworkPreset.named(name) { return preset.network }
    return try known(name).init()
  }

  /// The network of this name with its usual settings for such inputs.
  public static func named(
    _ name: String, inputShape: [Int], classes: Int
  ) throws(NetworkError) -> any Architecture {
    if let preset = NetworkPreset.named(name) { return preset.network(inputShape: inputShape, classes: classes) }
    return try known(name).init(inputShape: inputShape, classes: classes)
  }

  /// How many logits a pixel the network of this name has for one object and background.
  public static func binaryLogits(_ name: String) -> Int { NetworkPreset.named(name)?.binaryLogits ?? 1 }

  /// As `type(named:)`; its complaint lists the presets too.
  private static func known(_ name: String) throws(NetworkError) -> any Architecture.Type {
    guard let type = all.first(where: { $0.identifier == name }) else {
      throw NetworkError("there is no network '\(name)'", hint: "take one of \(names.joined(separator: ", "))")
    }
    return type
  }
}
