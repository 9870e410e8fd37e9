/// A file format, told by a file's first bytes and never by its name.
public enum ImageFormat: String, Sendable, Hashable {
  case png = "PNG"
  case jpeg = "JPEG"
  case tiff = "TIFF"
  case dicom = "DICOM"
  /// A slice of a volume; only the room `Volumes` reads such files.
  case nifti = "NIfTI"

  /// How the names of files end that are read as images, in small letters; what a file is, its bytes say.
  public static let fileExtensions: Set<String> = ["png", "jpg", "jpeg", "tif", "tiff", "dcm"]

  init(of bytes: [UInt8], source: String) throws(ImageError) {
    // First, because the 128 bytes in front of its mark are free: scanners put a TIFF header there.
    if bytes.dropFirst(128).starts(with: Array("DICM".utf8)) {
      self = .dicom
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if Self.tiffMarks.contains(where: bytes.starts) {
      self = .tiff
    } else if bytes.dropFirst(344).starts(with: Array("n+1\0".utf8)) {
      self = .nifti
    } else {
      throw Self.refusal(of: bytes, source)
    }
  }

  /// TIFF and BigTIFF, in either byte order.
  private static let tiffMarks: [[UInt8]] = ["II*\0", "MM\0*", "II+\0", "MM\0+"].map { Array($0.utf8) }

  /// Formats that people have and that are not read yet are called by their names.
  private static let unread: [(magic: [UInt8], name: String)] = [
    (Array("GIF8".utf8), "GIF"),
    (Array("BM".utf8), "BMP"), (Array("RIFF".utf8), "WebP"),
    ([0x89, 0x48, 0x44, 0x46], "HDF5"), ([0x93] + Array("NUMPY".utf8), "NPY"), ([0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000"),
    ([0, 0, 0, 0x0C, 0x6A, 0x50], "JPEG 2000"), ([0x1F, 0x8B], "gzip"), (Array("PK".utf8), "ZIP"),
    (Array("P5".utf8), "PGM"), (Array("P6".utf8), "PPM"),
  ]

  static func volumeRefusal(_ source: String) -> ImageError {
    ImageError("this is a NIfTI volume, not one image", in: source, hint: "name it in a folder of images and masks")
  }

  private static func refusal(of bytes: [UInt8], _ source: String) -> ImageError {
    if bytes.isEmpty { return ImageError("the file is empty", in: source, hint: "fetch or write it again") }
    let name = unread.first { bytes.starts(with: $0.magic) }?.name
    let what = name.map { "this is a \($0) file, which is not read as an image" } ?? "none of PNG, JPEG, TIFF and DICOM"
    return ImageError(what, in: source, hint: "convert it to PNG (masks must not become JPEG)")
  }
}
