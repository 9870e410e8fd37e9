public import Images
public import Tensors

/// One image with its true mask, as a network sees them, and where they come from.
public struct SegmentationSample: Sendable {
  public let id: String
  /// [C, H, W], in 0…1.
  public let image: Tensor
  /// H × W, the same size as the image.
  public let truth: Mask
  /// What the mask file was found to hold.
  public let coding: MaskCoding
  /// The image file as stored: size, bit depth, colours.
  public let stored: ImageHeader
  public let imagePath: String
  public let maskPath: String
  /// How the stored image became this one.
  public let geometry: SampleGeometry
  /// What a careful reader should know, in sentences.
  public let notes: [String]
  /// What each annotator drew, at the size of `truth`; empty where there is one truth.
  public let annotations: [AnnotatedTruth]
  /// How far apart the pixels of `image` and `truth` lie; nil where nobody says it.
  public let spacing: PixelSpacing?

  public init(
    id: String, image: Tensor, truth: Mask, coding: MaskCoding, stored: ImageHeader, imagePath: String,
    maskPath: String, geometry: SampleGeometry = SampleGeometry(), notes: [String] = [],
    annotations: [AnnotatedTruth] = [], spacing: PixelSpacing? = nil
  ) {
    precondition(
      image.rank == 3 && Array(image.shape.dropFirst()) == [truth.height, truth.width],
      "SegmentationSample: an image \(image.shape) and a mask \(truth.width) × \(truth.height) do not fit")
    (self.id, self.image, self.truth, self.coding, self.stored) = (id, image, truth, coding, stored)
    (self.imagePath, self.maskPath, self.geometry, self.notes) = (imagePath, maskPath, geometry, notes)
    (self.annotations, self.spacing) = (annotations, spacing)
  }

  /// Distance of neighbouring storable values in `image`: 1/255 for 8 bits.
  public var quantisationStep: Float { stored.quantisationStep }
}
