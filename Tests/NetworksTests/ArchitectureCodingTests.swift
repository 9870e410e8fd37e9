import Foundation
import Networks
import Testing

@Suite struct ArchitectureCodingTests {
  private func decoded(_ json: String) throws -> AnyArchitecture {
    try JSONDecoder().decode(AnyArchitecture.self, from: Data(json.utf8))
  }

  @Test func everyArchitectureComesBackFromItsOwnSettings() throws {
    for type in Architectures.all {
      let settings = AnyArchitecture(type.init(inputShape: [3, 16, 16, 16], classes: 11))
      #expect(try JSONDecoder().decode(AnyArchitecture.self, from: JSONEncoder().encode(settings)) == settings)
    }
  }

  @Test func settingsThatAreLeftOutHaveTheirUsualValues() throws {
    var expected = RadarConv3D(inputShape: [2, 40, 32, 32], classes: 4)
    expected.dropout = 0.5
    let found = try decoded(#"{"architecture": "radar-conv3d", "classes": 4, "dropout": 0.5}"#)
    #expect(found == AnyArchitecture(expected))
    #expect(found != AnyArchitecture(RadarConv3D()))
    #expect(found != AnyArchitecture(RadarTCN()))
  }

  @Test func aSettingThatDoesNotExistIsRefused() throws {
    let error = #expect(throws: NetworkError.self) { try decoded(#"{"architecture": "radar-tcn", "widhts": [8]}"#) }
    #expect(error?.description.hasPrefix("radar-tcn has no setting 'widhts'; its settings are architecture, ") == true)
  }

  @Test func anUnknownArchitectureIsRefusedWithTheKnownOnes() throws {
    let error = #expect(throws: NetworkError.self) { try decoded(#"{"architecture": "resnet50"}"#) }
    let known =
      "radar-conv3d, radar-resnet, radar-cnn-lstm, radar-tcn, micro-doppler-conv2d, small-unet, unet, deeplab, linear"
    #expect(error?.description == "there is no architecture 'resnet50'; take one of \(known)")
  }

  @Test(arguments: [
    #"{"architecture": "radar-conv3d", "inputShape": [2, 40, 32]}"#,
    #"{"architecture": "radar-conv3d", "inputShape": [2, 40, 32, 0]}"#,
    #"{"architecture": "radar-conv3d", "inputShape": [9000000000, 9000000000, 9000000000, 9000000000]}"#,
    #"{"architecture": "radar-conv3d", "inputShape": [2, 1, 32, 32]}"#,
    #"{"architecture": "radar-conv3d", "inputShape": []}"#,
    #"{"architecture": "radar-conv3d", "inputShape": [1, 8, 8, 8], "masksPadding": true}"#,
    #"{"architecture": "radar-conv3d", "widths": []}"#,
    #"{"architecture": "radar-conv3d", "widths": [8, 8, 8, 9223372036854775807]}"#,
    #"{"architecture": "radar-conv3d", "timePooling": [1, 2]}"#,
    #"{"architecture": "radar-conv3d", "dropout": 1}"#,
    #"{"architecture": "radar-conv3d", "classes": 0}"#,
    #"{"architecture": "radar-conv3d", "classes": 9223372036854775807}"#,
    #"{"architecture": "radar-resnet", "timeStrides": [0, 1, 1]}"#,
    #"{"architecture": "radar-cnn-lstm", "units": 0}"#,
    #"{"architecture": "radar-cnn-lstm", "units": 4000000000}"#,
    #"{"architecture": "radar-tcn", "blocks": 63}"#,
    #"{"architecture": "radar-tcn", "blocks": 0}"#,
    #"{"architecture": "micro-doppler-conv2d", "dopplerPooling": [64, 1, 1, 1]}"#,
    #"{"architecture": "small-unet", "inputShape": [3, 100, 128]}"#,
    #"{"architecture": "small-unet", "depth": 70}"#,
    #"{"architecture": "small-unet", "width": 0}"#,
    #"{"architecture": "unet", "depth": 0}"#,
    #"{"architecture": "unet", "depth": 9}"#,
    #"{"architecture": "unet", "width": 0}"#,
    #"{"architecture": "unet", "inputShape": [3, 128]}"#,
    #"{"architecture": "unet", "inputShape": [3, 16, 16], "normalization": "instance"}"#,
    #"{"architecture": "unet", "inputShape": [3, 8, 8], "depth": 1, "attention": true}"#,
    #"{"architecture": "unet", "inputShape": [3, 9223372036854775807, 1], "padding": "valid"}"#,
    #"{"architecture": "deeplab", "inputShape": [3, 100, 128]}"#,
    #"{"architecture": "deeplab", "rates": [2, 0]}"#,
    #"{"architecture": "deeplab", "rates": []}"#,
    #"{"architecture": "linear", "inputShape": [2, 4, 4, 4, 4]}"#,
    #"{"architecture": "linear", "pooling": [1]}"#,
  ])
  func settingsThatDescribeNoNetworkAreErrors(_ json: String) throws {
    let architecture = try decoded(json).base
    #expect(throws: (any Error).self) { try architecture.graph(.training, batch: 2) }
  }

  @Test func aPaddingThatDoesNotExistIsRefused() {
    #expect(throws: DecodingError.self) { try decoded(#"{"architecture": "unet", "padding": "circular"}"#) }
  }

  @Test func aBatchOfNothingIsAnError() {
    #expect(throws: NetworkError.self) { try RadarConv3D().graph(.training, batch: 0) }
  }
}
