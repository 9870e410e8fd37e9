internal import Tensors

/// The fields of a NIfTI-1 header, in the byte order in which its own size makes sense.
struct NIfTIFields {
  private let fields: BinaryFields
  private let source: String

  var isBigEndian: Bool { fields.order == .big }

  /// Refuses what is no single-file NIfTI-1; afterwards every field of the 348 bytes is there.
  init(_ bytes: [UInt8], source: String) throws(VolumeError) {
    self.source = source
    let little = BinaryFields(bytes, order: .little)
    let big = BinaryFields(bytes, order: .big)
    let sizes = [little.uint32(at: 0), big.uint32(at: 0)]
    if sizes.contains(540) {
      throw VolumeError("this is a NIfTI-2 file", in: source, hint: "save it as NIfTI-1 (nibabel's Nifti1Image)")
    }
    guard let which = sizes.firstIndex(of: 348) else {
      throw VolumeError("this is no NIfTI-1 file", in: source, hint: "check what it is, or fetch it again")
    }
    fields = which == 0 ? little : big
    guard bytes.count >= NIfTIHeader.size else { throw damaged("it ends within its header") }
    switch bytes[344..<348] {
    case [0x6E, 0x2B, 0x31, 0]: break
    case [0x6E, 0x69, 0x31, 0]:
      throw failure("its voxels are in another file (.hdr and .img)", hint: "save both as one .nii")
    default: throw failure("it is ANALYZE 7.5 or unmarked", hint: "save it as NIfTI-1")
    }
  }

  func byte(at offset: Int) -> Int { Int(fields.bytes[offset]) }

  func int16(at offset: Int) -> Int { Int(Int16(bitPattern: fields.uint16(at: offset) ?? 0)) }

  func float(at offset: Int) -> Double { Double(Float(bitPattern: fields.uint32(at: offset) ?? 0)) }

  func damaged(_ what: String) -> VolumeError {
    failure("the header is damaged: \(what)", hint: "fetch the file again")
  }

  func failure(_ what: String, hint: String) -> VolumeError { VolumeError(what, in: source, hint: hint) }
}
