public import Images

/// Images whose classes nobody asks for.
public enum ImageFiles {
  /// The images in a folder in natural order; where there are none, those of its class folders.
  ///
  /// - Throws: `ImageError` for a folder without images.
  public static func paths(in folder: String) throws(ImageError) -> [String] {
    let here = try FolderListing.images(in: folder).images.map { "\(folder)/\($0)" }
    return here.isEmpty ? try LabelledImageFolder(path: folder).images.map(\.path) : here
  }
}
