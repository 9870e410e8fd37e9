import Foundation
import Images
import Reports
import Segmentation
import Tensors
import Volumes

/// An image, the image with its mask laid over it, and one more for each annotator, side by side.
struct MaskPicture {
  private static let gap = 8
  /// The longest side of one of the pictures.
  private static let longestSide = 1024

  private let sample: Segmentation.SegmentationSample

  /// - Parameters:
  ///   - path: a folder of images and masks, or one image, whose mask is the file that `--masks` names.
  ///   - options: how masks are found and read.
  ///   - id: a sample of the folder; the first if nil.
  /// - Throws: `Unrecognised` for what is neither; whatever reading it throws.
  init(of path: String, _ options: InspectionOptions, sample id: String?) throws {
    let pairs = try Self.pairs(path, options)
    let dataset = options.source.dataset(
      pairs, geometry: SampleGeometry(), maskReader: options.maskReader, channels: .asStored)
    sample = try dataset.sample(id: id ?? pairs[0].id)
  }

  private static func pairs(_ path: String, _ options: InspectionOptions) throws -> [ImageMaskFolder.Pair] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      return try options.source.folder(at: path, maskReader: options.maskReader).pairs
    }
    guard [.image, .volume].contains(try FileKind(of: path)), let mask = options.source.masks else {
      throw Unrecognised(
        path: path, what: "an overlay shows an image with its mask", remedy: "name the file of the mask with --masks")
    }
    var pair = ImageMaskFolder.Pair(
      id: URL(fileURLWithPath: path).lastPathComponent, imagePath: path, maskPath: mask)
    if NIfTIHeader.isNamed(path) {
      let slices = try options.source.slices.slices(of: NIfTIHeader(contentsOf: path), source: path)
      pair.slice = slices[slices.count / 2]
    }
    return [pair]
  }

  /// Writes it beside `path` and renames it into place.
  func write(to path: String) throws {
    try FileReplacement.write(raster.pngBytes(), to: path)
  }

  private var raster: Raster {
    let photograph = ImageRendering.photograph(sample.image, bounds: 0...1)
    let masks = [sample.truth] + (sample.annotations.count > 1 ? sample.annotations.map(\.mask) : [])
    let pictures = ([photograph] + masks.map { ImageRendering.overlaying(Self.map($0), on: photograph) }).map(
      Self.fitted)
    var strip = Raster(
      width: pictures.map(\.width).reduce(Self.gap * (pictures.count - 1), +),
      height: pictures.map(\.height).max() ?? 0, fill: RGB(255, 255, 255))
    var place = 0
    for picture in pictures {
      strip.paste(picture, x: place, y: 0)
      place += picture.width + Self.gap
    }
    return strip
  }

  private static func map(_ mask: Mask) -> Tensor {
    Tensor(shape: [mask.height, mask.width], scalars: mask.classes.map { $0 == Mask.void ? .nan : Float($0) })
  }

  /// Small images are enlarged, so that pixels can be told apart; large ones shrink to what a page shows.
  private static func fitted(_ raster: Raster) -> Raster {
    let side = max(raster.width, raster.height, 1)
    guard side > longestSide else { return raster.enlarged(max(1, 256 / side)) }
    return raster.resampled(
      width: max(raster.width * longestSide / side, 1), height: max(raster.height * longestSide / side, 1))
  }
}
