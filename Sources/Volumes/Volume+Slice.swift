public import Images
internal import Tensors

/// One plane of a volume.
public struct VolumeSlice: Sendable, Hashable, CustomStringConvertible {
  /// The stored axis that the plane is perpendicular to: 0, 1 or 2.
  public let axis: Int
  /// From 0.
  public let index: Int
  /// Which volume of a fourth axis.
  public let frame: Int

  public init(axis: Int, index: Int, frame: Int = 0) { (self.axis, self.index, self.frame) = (axis, index, frame) }

  /// "k012", with "t3" for another than the first frame: part of a sample's id.
  public var description: String {
    let digits = String(index)
    let letter = axis < 3 && axis >= 0 ? ["i", "j", "k"][axis] : "?"
    return letter + String(repeating: "0", count: max(3 - digits.count, 0)) + digits + (frame > 0 ? "t\(frame)" : "")
  }
}

extension Volume {
  /// A plane as an image of measured values.
  ///
  /// What becomes 0 and 1 is `window`, by default that of the file, else from the lowest to the highest value of the
  /// whole frame, so that slices stay comparable.
  ///
  /// - Throws: `VolumeError` for a slice that there is not.
  public func image(of slice: VolumeSlice, window: ValueWindow? = nil) throws(VolumeError) -> Image {
    let window = window ?? header.display.map { ValueWindow(low: $0.lowerBound, high: $0.upperBound, origin: .file) }
    return try plane(slice, window: window ?? ValueWindow(of: extremes(frame: slice.frame)))
  }

  /// A plane whose values are codes: no window is looked for.
  public func codes(of slice: VolumeSlice) throws(VolumeError) -> Image {
    try plane(slice, window: ValueWindow(low: 0, high: 255, origin: .asked))
  }

  private func plane(_ slice: VolumeSlice, window: ValueWindow) throws(VolumeError) -> Image {
    let extents = header.extents
    guard (0..<3).contains(slice.axis), (0..<extents[slice.axis]).contains(slice.index),
      (0..<header.frameCount).contains(slice.frame)
    else {
      throw VolumeError(
        "there is no slice \(slice) in \(header.summary)", in: source, hint: "slices are counted from 0")
    }
    let (column, row) = Self.planeAxes(slice.axis)
    var image = ImageHeader(
      format: .nifti, width: extents[column], height: extents[row], colour: .grey, bitDepth: header.element.bits)
    image.numbers = header.element.isFloating ? .floating : header.element.isSigned ? .signed : .unsigned
    image.valueStep = header.element.isFloating ? 0 : Float(abs(header.slope))
    image.window = window
    let spacing = header.geometry.spacing
    if header.hasUnit, header.hasSpacing {
      image.spacing = PixelSpacing(row: spacing[row], column: spacing[column])
    }
    image.notes = notes(slice)
    return Image(
      header: image, samples: .floats(values(axis: slice.axis, index: slice.index, frame: slice.frame)))
  }

  private func notes(_ slice: VolumeSlice) -> [String] {
    var notes = [place(slice)]
    if header.geometry.obliqueness > 5 {
      let degrees = Int(header.geometry.obliqueness.rounded())
      notes.append("the volume lies obliquely: an axis is \(degrees)° off the direction that its letter names")
    }
    if header.frameCount > 1 {
      notes.append("volume \(slice.frame + 1) of the \(header.frameCount) along the fourth axis")
    }
    if let note = Rescaling.note(slope: header.slope, intercept: header.intercept) { notes.append(note) }
    return notes
  }

  private static let names: [Character: String] = [
    "R": "the patient's right", "L": "the patient's left", "A": "the front", "P": "the back", "S": "the head",
    "I": "the feet",
  ]

  /// What lies where in the picture.
  ///
  /// Nothing is turned: a reader must know that left may be right.
  private func place(_ slice: VolumeSlice) -> String {
    let what = "slice \(slice.index) of \(header.extents[slice.axis]) along axis \(slice.axis)"
    guard let code = header.geometry.code.map(Array.init) else {
      return "\(what), taken as stored; the file does not say how the patient lies"
    }
    let (column, row) = Self.planeAxes(slice.axis)
    let directions = [column, row].map { Self.names[code[$0]] ?? "" }
    return "\(what) of a volume stored \(String(code)), neither turned nor mirrored: columns run to \(directions[0]), "
      + "rows to \(directions[1])"
  }
}
