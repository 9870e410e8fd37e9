/// The architectures that have a name.
public enum Architectures {
  public static let all: [any Architecture.Type] = [
    RadarConv3D.self, RadarResNet.self, RadarCNNLSTM.self, RadarTCN.self, MicroDopplerConv2D.self, SmallUNet.self,
    LinearClassifier.self,
  ]

  public static var identifiers: [String] { all.map { $0.identifier } }

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

  /// The network of this identifier with its usual settings.
  public static func named(_ identifier: String) throws(NetworkError) -> any Architecture {
    try type(named: identifier).init()
  }

  /// The network of this identifier with its usual settings for such inputs.
  public static func named(
    _ identifier: String, inputShape: [Int], classes: Int
  ) throws(NetworkError) -> any Architecture {
    try type(named: identifier).init(inputShape: inputShape, classes: classes)
  }
}
