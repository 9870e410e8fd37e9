import Images
import Segmentation
import Tensors
import Volumes

/// How a folder becomes images with masks.
struct MaskSource {
  var images: String?
  var masks: String?
  var maskSuffix: String?
  var classNames: [String] = []
  var rule = AnnotatorRule.majority
  /// Path of a CSV file of splits.
  var table: String?
  var slices = SliceSelection()
  var window: ValueWindow?
  var pixelSpacing: PixelSpacing?

  /// Nobody said anything of masks.
  var isUnsaid: Bool { images == nil && masks == nil && maskSuffix == nil && table == nil }

  /// The pairs of a folder, slice by slice where they are volumes, with the splits of the table.
  func folder(at root: String, maskReader: MaskReader) throws -> ImageMaskFolder {
    try whole(at: root).cuttingVolumes(slices, maskReader: maskReader)
  }

  private func whole(at root: String) throws -> ImageMaskFolder {
    let table = try table.map { try SplitTable(contentsOf: $0) }
    if let table, table.namesMasks, masks == nil { return try table.folder(at: root) }
    let folder = try ImageMaskFolder(
      at: root, images: images, masks: masks, maskSuffix: maskSuffix, classNames: classNames)
    return try table.map { try $0.applied(to: folder) } ?? folder
  }

  func dataset(
    _ pairs: [ImageMaskFolder.Pair], geometry: SampleGeometry, maskReader: MaskReader, channels: ChannelRequest
  ) -> SegmentationDataset {
    var dataset = SegmentationDataset(pairs: pairs, geometry: geometry, maskReader: maskReader, channels: channels)
    (dataset.annotatorRule, dataset.window, dataset.pixelSpacing) = (rule, window, pixelSpacing)
    return dataset
  }
}
