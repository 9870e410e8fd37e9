import Foundation
import Images
import Tensors
import TestSupport

/// Writes small images of one colour.
enum Pictures {
  static func png(
    _ pixel: [Int], width: Int = 4, height: Int = 3, depth: Int = 8, colour: ColourModel = .rgb, to path: String
  ) throws {
    try makeFolder(of: path)
    let samples = (0..<width * height).flatMap { _ in pixel }
    let header = ImageHeader(width: width, height: height, colour: colour, bitDepth: depth)
    let stored: ImageSamples = depth == 16 ? .words(samples.map(UInt16.init)) : .bytes(samples.map(UInt8.init))
    try Image(header: header, samples: stored).writePNG(to: path)
  }

  static func jpeg(_ pixel: [UInt8], width: Int = 4, height: Int = 3, to path: String) throws {
    try makeFolder(of: path)
    let bytes = (0..<width * height).flatMap { _ in pixel }
    let image = Image(width: width, height: height, colour: .rgb, bytes: bytes)
    try Data(image.jpegBytes(quality: 100)).write(to: URL(fileURLWithPath: path))
  }

  static func text(_ text: String, to path: String) throws {
    try makeFolder(of: path)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  static func makeFolder(of path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }
}
