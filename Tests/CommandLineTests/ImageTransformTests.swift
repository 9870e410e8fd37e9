import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Transforms of cards on images with masks, which are fractions when they are read.
@Suite struct ImageTransformTests {
  private let folder: TemporaryFolder
  private let eyes: EyeNetwork

  init() throws {
    folder = try TemporaryFolder()
    eyes = try EyeNetwork(in: folder)
    try eyes.writeEye("a", x: 11, cup: 3)
  }

  private static let refusal = "images are read as fractions, black 0 and white 1, and would be scaled twice"

  private func score(_ transform: String) throws -> ChaffProcess {
    try ChaffProcess(
      "score", "segmentation", folder.file("eyes.yaml"), "--data", folder.file("eyes"), "--mask-coding", "index",
      "--transform", transform)
  }

  @Test(arguments: ["scale:1/255", "offset:-127.5,scale:1/127.5", "standardize:123.7:58.4", "perSetMax:65535"])
  func stepsForWholeNumbersAreRefused(transform: String) throws {
    let process = try score(transform)
    #expect(process.status == 1)
    #expect(process.error.contains(Self.refusal), "\(process.error)")
  }

  @Test(arguments: ["none", "offset:-0.5,scale:2", "standardize:0.485:0.229", "scale:-1,offset:1", "perSampleMinMax"])
  func stepsForFractionsAreTaken(transform: String) throws {
    let process = try score(transform)
    #expect(process.status == 0, "\(process.error)")
  }
}
