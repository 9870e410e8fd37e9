internal import CHDF5Reader

/// The records that the reader process writes, in the order in which its C code writes them.
extension ReplyDecoder {
  mutating func type(depth: Int = 0) throws(Garbled) -> HDF5Type {
    guard depth < 32 else { throw Garbled() }
    let code = UInt32(try byte())
    let size = try extent()
    let bits = size.multipliedReportingOverflow(by: 8).partialValue
    switch code {
    case CHDF5R_CLASS_INTEGER.rawValue: return .integer(bits: bits, signed: try flag())
    case CHDF5R_CLASS_FLOAT.rawValue: return .float(bits: bits)
    case CHDF5R_CLASS_BOOL.rawValue: return .bool
    case CHDF5R_CLASS_ENUM.rawValue: return .enumeration(of: try type(depth: depth + 1))
    case CHDF5R_CLASS_TEXT.rawValue: return .text(variableLength: try flag())
    case CHDF5R_CLASS_COMPOUND.rawValue: return try compound(depth: depth)
    case CHDF5R_CLASS_ARRAY.rawValue: return try array(depth: depth)
    case CHDF5R_CLASS_SEQUENCE.rawValue: return .sequence(of: try type(depth: depth + 1))
    case CHDF5R_CLASS_OPAQUE.rawValue: return .opaque(bytes: size)
    case CHDF5R_CLASS_REFERENCE.rawValue: return .reference
    default: return .other(bytes: size)
    }
  }

  private mutating func compound(depth: Int) throws(Garbled) -> HDF5Type {
    let members = try list(try number32()) { decoder throws(Garbled) -> HDF5Type.Member in
      HDF5Type.Member(name: try decoder.text(), type: try decoder.type(depth: depth + 1))
    }
    return HDF5Type.record(members)
  }

  private mutating func array(depth: Int) throws(Garbled) -> HDF5Type {
    let shape = try extents()
    return .array(shape: shape, of: try type(depth: depth + 1))
  }

  private mutating func extents() throws(Garbled) -> [Int] { try extents(rank: try number32()) }

  mutating func extents(rank: Int) throws(Garbled) -> [Int] {
    try list(rank) { decoder throws(Garbled) -> Int in try decoder.extent() }
  }

  mutating func object(named name: String) throws(Garbled) -> HDF5Object {
    switch UInt32(try byte()) {
    case CHDF5R_GROUP.rawValue: HDF5Object(name: name, content: .group)
    case CHDF5R_DATASET.rawValue: HDF5Object(name: name, content: .dataset(try dataset(named: name)))
    case CHDF5R_NAMED_TYPE.rawValue: HDF5Object(name: name, content: .namedType)
    default: HDF5Object(name: name, content: .unreadable(try text()))
    }
  }

  private mutating func dataset(named name: String) throws(Garbled) -> HDF5Dataset {
    let type = try type()
    let rank = try number32()
    let shape = try extents(rank: rank)
    let maximumShape = try list(rank) { decoder throws(Garbled) -> Int? in try decoder.maximum() }
    let chunk = try extents()
    let filters = try list(try number32()) { decoder throws(Garbled) -> HDF5Dataset.Filter in try decoder.filter() }
    return HDF5Dataset(
      name: name, shape: shape, maximumShape: maximumShape, type: type, chunkShape: chunk.isEmpty ? nil : chunk,
      filters: filters, storedByteCount: try extent())
  }

  private mutating func filter() throws(Garbled) -> HDF5Dataset.Filter {
    let identifier = try number32()
    let name = try text()
    return HDF5Dataset.Filter(identifier: identifier, name: name, isAvailable: try flag())
  }

  mutating func listing() throws(Garbled) -> HDF5Listing {
    var objects: [HDF5Object] = []
    while try flag() {
      let name = try text()
      objects.append(try object(named: name))
    }
    let omission = try text()
    return HDF5Listing(objects: objects, omission: omission.isEmpty ? nil : omission)
  }

  mutating func attributes() throws(Garbled) -> [HDF5Attribute] {
    var attributes: [HDF5Attribute] = []
    while try flag() {
      let name = try text()
      let type = try type()
      let shape = try extents()
      attributes.append(HDF5Attribute(name: name, type: type, shape: shape, value: try attributeValue()))
    }
    return attributes
  }

  private mutating func attributeValue() throws(Garbled) -> HDF5Attribute.Value {
    switch try byte() {
    case 1: .numbers(try list(try count()) { decoder throws(Garbled) -> Double in try decoder.double() })
    case 2: .texts(try texts())
    default: .undecoded
    }
  }

  mutating func texts() throws(Garbled) -> [String] {
    try list(try count()) { decoder throws(Garbled) -> String in try decoder.text() }
  }
}
