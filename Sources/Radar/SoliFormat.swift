internal import HDF5
internal import Tensors

/// Google Soli recordings in the layout of deep-soli (Wang et al., "Interacting with Soli", UIST 2016).
///
/// `ch0`…`ch3` [time, range × doppler], each row a row-major square image (32 × 32, unless the file's attributes
/// `range_bins` and `doppler_bins` say otherwise); `label` [time, 1] the gesture's number. Every frame was normalised to a
/// maximum of 1. ``SoliWriter`` adds what the original files do not have: `action` [time, 1], 1 where the gesture happens,
/// and the attributes `subject`, `session`, `instance`, `class`, `units` and `channels`.
struct SoliFormat: RecordingFormat {
  let name = "Soli"
  let layout = "ch0, ch1, … [time, range × doppler], label [time, 1], action [time, 1]"

  func recognises(_ contents: FileContents) -> Bool {
    contents["ch0"].map { $0.shape.count == 2 && $0.type.isNumeric } ?? false
  }

  func read(_ contents: FileContents) throws -> Recording {
    let channels = (0..<64).map { "ch\($0)" }.prefix { contents[$0] != nil }
    let attributes = try contents.file.attributes(of: "/")
    var scalars: [Float] = []
    let first = try channel("ch0", contents)
    for name in channels {
      let values = try channel(name, contents)
      guard values.shape == first.shape else {
        throw RadarError(
          contents.path, "'\(name)' is \(values.shape), 'ch0' \(first.shape)", remedy: "all channels must be alike")
      }
      scalars.append(contentsOf: values.scalars)
    }
    let image = try imageShape(first.shape[1], attributes, contents.path)
    let shape = [channels.count, first.shape[0]] + image
    let frames = Tensor(shape: shape, scalars: scalars)
    try frames.requireFrames(of: contents.path, minimumFrames: 1)
    let isAction = try ActionFlags.read("action", of: contents, frameCount: first.shape[0])
    let facts = RecordingFacts(
      path: contents.path, format: name,
      units: attributes.text("units") ?? "range-Doppler magnitude, each frame's maximum is 1",
      channelNames: channelNames(Array(channels), attributes),
      stored: StoredValues(type: contents["ch0"]?.type ?? .float(bits: 32), measuring: scalars),
      frameRate: attributes.number("fps"), storedLabel: try label(contents),
      origin: RecordingOrigin(attributes).completed(by: RecordingOrigin(ofFile: contents.path)),
      frameCount: first.shape[0],
      notes: isAction == nil ? ["the file does not say when the gesture happens: every frame counts as action"] : [])
    return Recording(frames: frames, isAction: isAction, facts: facts)
  }

  private func channelNames(_ channels: [String], _ attributes: [HDF5Attribute]) -> [String] {
    guard case .texts(let names) = attributes.first(where: { $0.name == "channels" })?.value,
      names.count == channels.count
    else { return channels }
    return names
  }

  private func channel(_ name: String, _ contents: FileContents) throws -> Tensor {
    let values = try contents.file.tensor(name)
    guard values.rank == 2 else {
      throw RadarError(contents.path, "'\(name)' is \(values.shape)", remedy: "it must be [time, range × doppler]")
    }
    try values.requireFinite(name, of: contents.path)
    return values
  }

  private func imageShape(_ width: Int, _ attributes: [HDF5Attribute], _ path: String) throws(RadarError) -> [Int] {
    let told = ["range_bins", "doppler_bins"].compactMap { name in
      attributes.number(name).flatMap { Int(exactly: $0) }
    }
    if told.count == 2 {
      let (product, overflow) = told[0].multipliedReportingOverflow(by: told[1])
      guard !overflow, product == width, told[0] > 0 else {
        throw RadarError(
          path, "rows of \(width) values cannot be \(told[0]) × \(told[1]) images",
          remedy: "correct range_bins and doppler_bins")
      }
      return told
    }
    let side = Int(Double(width).squareRoot())
    guard side * side == width, side > 0 else {
      throw RadarError(
        path, "rows of \(width) values are no square images", remedy: "give the attributes range_bins and doppler_bins")
    }
    return [side, side]
  }

  /// The one class number of the file, if all its frames have the same.
  private func label(_ contents: FileContents) throws -> Int? {
    guard let dataset = contents["label"], case .integer = dataset.type, dataset.count <= 1 << 20 else { return nil }
    let labels = Set(try contents.file.integers("label"))
    return labels.count == 1 ? labels.first.flatMap { Int(exactly: $0) } : nil
  }
}
