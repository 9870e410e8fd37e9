internal import HDF5
internal import Tensors

/// Writes sequences in the layout of deep-soli, which ``Recording`` and the programs of that data set's users read.
///
/// | object | shape | type |
/// |---|---|---|
/// | `ch0`, `ch1`, … | [time, range × doppler], row-major images | as wanted |
/// | `label` | [time, 1], the same number in every row | int32 |
/// | `action` | [time, 1], 1 where the gesture happens; left out when not known | uint8 |
///
/// Attributes of the file: `fps`, `range_bins`, `doppler_bins` (as "HDF5 Soli format v1.0" has them), `subject`, `session`,
/// `instance`, `class`, `units`, `channels`, each left out when not known. Packed with shuffle and deflate; no time of
/// writing is kept, so equal sequences give equal bytes (of one version of libhdf5 and zlib).
public enum SoliWriter {
  /// Writes a new file; the folder must exist, and no file of that name.
  ///
  /// - Throws: ``RadarError`` for a sequence that makes no sense or cannot be stored as its number type; `HDF5Error` for
  ///   a file that cannot be written, of which nothing is left.
  public static func write(_ sequence: StoredSequence, to path: String) throws {
    try check(sequence, path)
    let writer = try HDF5Writer(creating: path, isSmall: true)
    try writeFrames(sequence, writer)
    try writeAttributes(sequence, writer)
    try writer.close()
  }

  private static let storage = HDF5Storage(deflateLevel: 9, shuffles: true)

  private static func writeFrames(_ sequence: StoredSequence, _ writer: borrowing HDF5Writer) throws(HDF5Error) {
    let shape = sequence.channels.shape
    for channel in 0..<shape[0] {
      let rows = sequence.channels.sample(channel).reshaped([shape[1], shape[2] * shape[3]])
      let whole = sequence.numberType.isInteger ? rows.map { $0.rounded(.toNearestOrEven) } : rows
      try writer.write(whole, to: "ch\(channel)", as: sequence.numberType, storage: storage)
    }
    let labels = [Int64](repeating: Int64(sequence.label), count: shape[1])
    try writer.write(integers: labels, shape: [shape[1], 1], to: "label", as: .int32, storage: storage)
    if let isAction = sequence.isAction {
      try writer.write(
        bytes: isAction.map { $0 ? 1 : 0 }, shape: [shape[1], 1], to: "action", storage: storage)
    }
  }

  private static func writeAttributes(_ sequence: StoredSequence, _ writer: borrowing HDF5Writer) throws(HDF5Error) {
    let shape = sequence.channels.shape
    let integers = [
      ("range_bins", shape[2]), ("doppler_bins", shape[3]), ("subject", sequence.subject),
      ("session", sequence.session), ("instance", sequence.instance),
    ]
    for case (let name, let value?) in integers { try writer.setAttribute(name, integers: [Int64(value)]) }
    if let rate = sequence.frameRate { try writer.setAttribute("fps", numbers: [rate]) }
    for case (let name, let text?) in [("class", sequence.className), ("units", sequence.units)] {
      try writer.setAttribute(name, texts: [text])
    }
    if let names = sequence.channelNames { try writer.setAttribute("channels", texts: names) }
  }
}

/// What is refused before a file is begun.
extension SoliWriter {
  private static func check(_ sequence: StoredSequence, _ path: String) throws(RadarError) {
    let shape = sequence.channels.shape
    guard shape.count == 4, !shape.contains(0), shape[0] <= 64 else {
      throw RadarError(
        path, "a sequence of shape \(shape) was to be written",
        remedy: "give [channel, time, range, doppler], at most 64 channels, none of them empty")
    }
    guard Int32(exactly: sequence.label) != nil else {
      throw RadarError(path, "the label \(sequence.label) is no int32", remedy: "number the classes from 0")
    }
    if let isAction = sequence.isAction, isAction.count != shape[1] {
      throw RadarError(path, "\(isAction.count) action flags for \(shape[1]) frames", remedy: "give one for each frame")
    }
    if let names = sequence.channelNames, names.count != shape[0] {
      throw RadarError(
        path, "\(names.count) channel names for \(shape[0]) channels", remedy: "give one for each channel")
    }
    try checkValues(sequence, path)
  }

  private static func checkValues(_ sequence: StoredSequence, _ path: String) throws(RadarError) {
    let range = sequence.numberType.valueRange
    let position = sequence.channels.firstIndex { !($0.isFinite && range.contains($0.rounded(.toNearestOrEven))) }
    guard let position else { return }
    let place = zip(Recording.axes, sequence.channels.coordinates(of: position)).map { "\($0) \($1)" }
    throw RadarError(
      path,
      "the value \(sequence.channels.scalars[position]) at \(place.joined(separator: ", ")) cannot be stored as "
        + "\(sequence.numberType.rawValue)",
      remedy: "scale the values, or store them as float32")
  }
}

extension HDF5NumberType {
  fileprivate var isInteger: Bool {
    switch self {
    case .float16, .float32, .float64: false
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .bool: true
    }
  }

  /// What can be stored; the ends of wide types are those that `Float` can say and the type still holds.
  fileprivate var valueRange: ClosedRange<Float> {
    switch self {
    case .bool: 0...1
    case .int8: -128...127
    case .uint8: 0...255
    case .int16: -32768...32767
    case .uint16: 0...65535
    case .int32: -2_147_483_648...Float(2_147_483_648).nextDown
    case .uint32: 0...Float(4_294_967_296).nextDown
    case .int64: Float(Int64.min)...Float(9_223_372_036_854_775_808).nextDown
    case .uint64: 0...Float(18_446_744_073_709_551_616).nextDown
    case .float16: -65504...65504
    case .float32, .float64: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    }
  }
}
