public import Images
public import Tensors

/// Reads images as a network of so many channels takes them: fractions of the largest storable value, cut, padded and
/// resized.
///
/// | stored | becomes |
/// |---|---|
/// | PNG, JPEG, TIFF of 1 to 16 bits | sample / largest sample: 0…1 |
/// | DICOM, other TIFF (signed, 32 bits, floating point) | the file's window, else its lowest and highest value, become 0 and 1 |
/// | NPY of uint8, uint16, bool, `[C, H, W]` or `[H, W]` | value / 255, 65,535, 1 |
/// | NPY of floating-point numbers | the numbers as they are |
/// | grey for a network of 3 channels | repeated, with a note |
/// | colour for a network of 1 channel | 0.299 R + 0.587 G + 0.114 B, with a note |
/// | alpha | dropped, not blended, with a note |
///
/// Nothing else is done to the values: no gamma, no colour profile, no turning by EXIF.
public struct ImageReader: Sendable {
  /// Of the network.
  public let channels: Int
  public let geometry: SampleGeometry

  public init(channels: Int, geometry: SampleGeometry = SampleGeometry()) {
    (self.channels, self.geometry) = (channels, geometry)
  }

  /// What the file says of its image; the pixels are not decoded.
  ///
  /// - Throws: `FileError`, `ImageError` or `NPYError`.
  public func stored(at path: String) throws -> StoredImage {
    try Self.isArray(path)
      ? StoredImage(try NPYFile(contentsOf: path).header, source: path) : StoredImage(ImageHeader(contentsOf: path))
  }

  /// The image `[channels, H, W]`, and how it was stored.
  ///
  /// - Throws: as above.
  public func image(at path: String) throws -> (image: Tensor, stored: StoredImage) {
    let (values, stored) = try Self.isArray(path) ? array(path) : picture(path)
    return (try geometry.applied(to: values, source: path), stored)
  }

  /// What is done to the channels of such an image, in words; nil for nothing.
  ///
  /// - Throws: `ImageError` where neither is grey and the channels differ.
  public func conversion(of stored: StoredImage, source: String) throws(ImageError) -> String? {
    switch (stored.channels, channels) {
    case (let same, let wanted) where same == wanted: return nil
    case (1, 3): return ChannelNote.repeated
    case (3, 1): return ChannelNote.reduced
    default:
      throw ImageError(
        "the image has \(stored.channels) channels, the model takes \(channels)", in: source,
        hint: [1, 3].contains(channels)
          ? "arrays are channels, height, width: transpose them, or save PNG files"
          : "give arrays (.npy) of \(channels) channels, height, width")
    }
  }

  private static func isArray(_ path: String) -> Bool { path.lowercased().hasSuffix(".npy") }

  private func picture(_ path: String) throws -> (Tensor, StoredImage) {
    let image = try Image(contentsOf: path)
    let stored = StoredImage(image.header)
    _ = try conversion(of: stored, source: path)
    return (image.tensor(channels: channels == 1 ? .grey : .rgb).tensor, stored)
  }

  private func array(_ path: String) throws -> (Tensor, StoredImage) {
    let file = try NPYFile(contentsOf: path)
    let stored = try StoredImage(file.header, source: path)
    _ = try conversion(of: stored, source: path)
    var values = try file.tensor().reshaped([stored.channels, stored.height, stored.width])
    if let largest = stored.largestValue { values = values.map { $0 / Float(largest) } }
    return (converted(values), stored)
  }

  private func converted(_ values: Tensor) -> Tensor {
    switch (values.shape[0], channels) {
    case (1, 3):
      return Tensor(batching: [Tensor](repeating: values.sample(0), count: 3))
    case (3, 1):
      return Tensor(shape: [1] + values.shape.dropFirst(), scalars: Image.luminance(values.samples.map(\.scalars)))
    default: return values
    }
  }
}
