/// A U-Net with settings that have a name.
///
/// A preset is a way to choose settings: what is stored is the architecture with all of them.
public struct NetworkPreset: Sendable {
  public let name: String
  public let summary: String
  /// Logits a pixel where there is one object and background: 1, or 2 where the published network has two.
  public let binaryLogits: Int
  /// With its usual input shape and classes.
  public let network: UNet

  /// The network for such inputs.
  public func network(inputShape: [Int], classes: Int) -> UNet {
    var network = network
    (network.inputShape, network.classes) = (inputShape, classes)
    return network
  }

  public static let all = [asma, asmaReflect, attention, instance, resize]

  static func named(_ name: String) -> NetworkPreset? { all.first { $0.name == name } }
}

extension NetworkPreset {
  /// Ozbulak, Van Messem and De Neve, 2019, arXiv:1907.13124, and its program (unet_model.py).
  static let asma = NetworkPreset(
    name: "asma-unet", summary: "the U-Net that ASMA was published with: no padding, no normalisation, 572 to 388",
    binaryLogits: 2, network: published(.valid, inputShape: [3, 572, 572]))

  static let asmaReflect = NetworkPreset(
    name: "asma-unet-reflect", summary: "the same with its borders mirrored: as many logits as pixels",
    binaryLogits: 2, network: published(.reflect, inputShape: [3, 388, 388]))

  static let attention = NetworkPreset(
    name: "attention-unet", summary: "U-Net with attention gates on its skip connections", binaryLogits: 1,
    network: changed { $0.attention = true })

  static let instance = NetworkPreset(
    name: "unet-instance", summary: "U-Net with instance normalisation: the same for every batch size", binaryLogits: 1,
    network: changed { $0.normalization = .instance })

  static let resize = NetworkPreset(
    name: "unet-resize", summary: "U-Net that enlarges bilinearly in place of transposed convolutions", binaryLogits: 1,
    network: changed { $0.upsampling = .bilinear })

  private static func published(_ padding: UNetPadding, inputShape: [Int]) -> UNet {
    var network = UNet(inputShape: inputShape, classes: 2)
    (network.width, network.padding, network.normalization) = (32, padding, .none)
    return network
  }

  private static func changed(_ change: (inout UNet) -> Void) -> UNet {
    var network = UNet()
    change(&network)
    return network
  }
}
