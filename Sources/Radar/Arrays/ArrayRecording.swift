internal import HDF5
internal import Tensors

/// Recordings in NPY files and NPZ archives: maps, or raw samples of a converter where their axes are told.
struct ArrayRecording {
  let path: String
  let options: ReadingOptions

  /// One NPY file.
  func array() throws -> Recording { try recording(NPYFile(contentsOf: path), name: "array") }

  /// One archive: each array of at least three axes is a channel, or the only one the whole recording.
  ///
  /// An array called `action` of as many numbers as frames, 0 or 1, marks the gesture. Other small arrays are left alone.
  func archive() throws -> Recording {
    let archive = try NPZArchive(contentsOf: path)
    let files = try archive.names.map { (name: $0, file: try archive.file(named: $0)) }
    let members = files.filter { $0.file.header.shape.count >= minimumRank }
    guard let first = members.first else {
      let found = files.map { "\($0.name) \($0.file.header.shape)" }.joined(separator: ", ")
      throw RadarError(
        path, found.isEmpty ? "the archive holds no arrays" : "no array is a recording: found \(found)",
        remedy: "save [time, range, doppler] arrays with numpy.savez")
    }
    let recording =
      members.count == 1
      ? try self.recording(first.file, name: first.name) : try stacked(members)
    guard let flags = try action(archive, frameCount: recording.frameCount) else { return recording }
    return Recording(frames: recording.frames, isAction: flags, facts: recording.facts.withoutActionNote)
  }

  private var minimumRank: Int { options.arrayAxes?.count ?? 3 }

  private func stacked(_ members: [(name: String, file: NPYFile)]) throws -> Recording {
    let shape = members[0].file.header.shape
    if let other = members.first(where: { $0.file.header.shape != shape }) {
      throw RadarError(
        path, "'\(members[0].name)' is \(shape), '\(other.name)' \(other.file.header.shape)",
        remedy: "channels of one recording must be alike; save one archive for each recording")
    }
    let channels = try members.map { try recording($0.file, name: $0.name) }
    guard channels.allSatisfy({ $0.channelCount == 1 }) else {
      throw RadarError(
        path, "each of \(members.count) arrays has channels of its own", remedy: "save one archive for each recording")
    }
    let scalars = channels.flatMap(\.frames.scalars)
    let frames = Tensor(shape: [channels.count] + channels[0].frames.shape.dropFirst(), scalars: scalars)
    let facts = channels[0].facts
    return Recording(
      frames: frames, isAction: nil,
      facts: RecordingFacts(
        path: path, format: facts.format, units: facts.units, channelNames: members.map(\.name),
        stored: StoredValues(type: facts.stored.type, measuring: scalars), origin: facts.origin,
        frameCount: facts.frameCount, notes: facts.notes))
  }

  private func action(_ archive: NPZArchive, frameCount: Int) throws -> [Bool]? {
    guard archive.names.contains("action") else { return nil }
    let flags = try archive.tensor(named: "action").scalars
    guard flags.count == frameCount, flags.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw RadarError(
        path, "'action' has \(flags.count) numbers for \(frameCount) frames, or others than 0 and 1",
        remedy: "it must hold 1 where the gesture happens and 0 elsewhere")
    }
    return flags.map { $0 == 1 }
  }
}

/// One array.
extension ArrayRecording {
  private func recording(_ file: NPYFile, name: String) throws -> Recording {
    let place = name == "array" ? path : "\(path):\(name)"
    let axes = try ArrayAxes(told: options.arrayAxes, shape: file.header.shape, of: place)
    let isComplex = file.header.element.kind == .complex
    guard axes.isTold || !isComplex else {
      throw RadarError(
        place, "the array \(file.header.shape) is complex: its axes decide whether these are maps or raw samples",
        remedy: "name them with --array-axes, such as time,range,doppler or time,chirp,receiver,sample")
    }
    if axes.areRaw {
      return try RawArray(path: place, axes: axes, isComplex: isComplex).raw(file.tensor(), swapsIQ: options.swapsIQ)
        .recording(options)
    }
    let stored = try file.tensor()
    try stored.requireFinite("array", of: place)
    let values = isComplex ? Self.magnitudes(stored) : stored
    let frames = try AxisOrder(axes.axes, of: place).arranged(values, as: Recording.axes)
    try frames.requireFrames(of: place, minimumFrames: 1)
    let notes = [axes.note, "the file does not say when the gesture happens: every frame counts as action"]
    let facts = RecordingFacts(
      path: path, format: "NumPy", units: isComplex ? "magnitude of complex values, as stored" : "as stored",
      channelNames: (0..<frames.shape[0]).map { "channel \($0)" },
      // What is attacked of complex values is computed from them, so it has no stored grid of its own.
      stored: StoredValues(
        type: isComplex ? .float(bits: 32) : file.header.element.storedType, measuring: values.scalars),
      origin: RecordingOrigin(ofFile: path), frameCount: frames.shape[1], notes: notes)
    return Recording(frames: frames, isAction: nil, facts: facts)
  }

  private static func magnitudes(_ pairs: Tensor) -> Tensor {
    let scalars = stride(from: 0, to: pairs.count, by: 2).map { index in
      (pairs.scalars[index] * pairs.scalars[index] + pairs.scalars[index + 1] * pairs.scalars[index + 1]).squareRoot()
    }
    return Tensor(shape: Array(pairs.shape.dropLast()), scalars: scalars)
  }
}

extension NPYElement {
  /// The same type as HDF5 calls it, for rounding to what the file could hold.
  fileprivate var storedType: HDF5Type {
    switch kind {
    case .boolean: .bool
    case .signed: .integer(bits: size * 8, signed: true)
    case .unsigned: .integer(bits: size * 8, signed: false)
    case .real, .complex: .float(bits: size * 8)
    }
  }
}

extension RecordingFacts {
  /// Once the file does say when the gesture happens.
  fileprivate var withoutActionNote: RecordingFacts {
    replacing(notes: notes.filter { !$0.hasSuffix("every frame counts as action") })
  }
}
