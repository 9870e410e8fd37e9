/// How a DICOM file stores its elements and pixels, by the identifiers of PS3.6, annex A.
enum DICOMTransferSyntax {
  static let advice = "convert it with 'dcmdjpeg' or 'gdcmconv --raw', or save the slice as 16-bit PNG or NIfTI"

  /// - Throws: `ImageError` that names every syntax but the two uncompressed little-endian ones.
  static func isExplicit(_ identifier: String, source: String) throws(ImageError) -> Bool {
    switch identifier {
    case "1.2.840.10008.1.2": return false
    case "1.2.840.10008.1.2.1": return true
    case "":
      throw ImageError("the DICOM file does not say its transfer syntax", in: source, hint: "write it again")
    default:
      let name = names.first { identifier.hasPrefix($0.prefix) }?.name ?? "transfer syntax \(identifier)"
      throw ImageError("this DICOM is not read: it is stored as \(name)", in: source, hint: advice)
    }
  }

  /// Longer identifiers stand before their beginnings.
  private static let names: [(prefix: String, name: String)] = [
    ("1.2.840.10008.1.2.1.99", "deflated explicit little endian"),
    ("1.2.840.10008.1.2.2", "explicit big endian"), ("1.2.840.10008.1.2.5", "RLE"),
    ("1.2.840.10008.1.2.4.50", "JPEG baseline"), ("1.2.840.10008.1.2.4.51", "JPEG extended"),
    ("1.2.840.10008.1.2.4.57", "lossless JPEG"), ("1.2.840.10008.1.2.4.70", "lossless JPEG"),
    ("1.2.840.10008.1.2.4.8", "JPEG-LS"), ("1.2.840.10008.1.2.4.9", "JPEG 2000"),
    ("1.2.840.10008.1.2.4.10", "MPEG video"), ("1.2.840.10008.1.2.4.20", "High-Throughput JPEG 2000"),
    ("1.2.840.10008.1.2.4", "a compressed syntax"),
  ]
}
