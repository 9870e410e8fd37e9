internal import CHDF5Reader

/// A child process that has one file open and answers questions about it; why is told in `CHDF5Reader.h`.
struct ReaderProcess: ~Copyable {
  /// A question, as the child understands it.
  struct Request {
    var operation: chdf5r_operation
    var object = ""
    var kind = CHDF5R_FLOAT
    /// The first row; for a list, the most objects wanted.
    var first = 0
    /// How many rows; nil for all.
    var count: Int?
  }

  private let path: String
  private var reader = chdf5r_reader(socket: -1, process: 0)
  /// Why the child is gone; every later question gets the same answer.
  private var ending: HDF5Error?
  private(set) var fileSize = 0

  init(opening path: String, processorSeconds: Int) throws(HDF5Error) {
    self.path = path
    // A zero byte would end the path early in C, and open another file than the one named.
    guard !path.utf8.contains(0) else { throw HDF5Error(.missingFile, path: path, detail: "a path holds no zero byte") }
    let seconds = UInt32(clamping: max(1, processorSeconds))
    let failure = try HDF5Library.locked { () throws(HDF5Error) -> Int32 in chdf5r_start(&reader, path, seconds) }
    guard failure == 0 else {
      throw HDF5Error(.cannotStart, path: path, detail: SystemFailure.text(failure))
    }
    var decoder = ReplyDecoder(try payload(of: Request(operation: CHDF5R_OPEN)))
    do { fileSize = try decoder.count() } catch { throw garbled(nil) }
  }

  deinit {
    var reader = reader
    _ = chdf5r_stop(&reader)
  }

  /// The identifier of the child, for tests that end it.
  var identifier: Int32 { reader.process }

  /// Asks, and decodes the answer.
  mutating func answer<Answer>(
    to request: Request, _ decode: (inout ReplyDecoder) throws(ReplyDecoder.Garbled) -> Answer
  ) throws(HDF5Error) -> Answer {
    try send(request)
    var decoder = ReplyDecoder(try payload(of: request))
    do { return try decode(&decoder) } catch { throw garbled(request.object) }
  }

  /// Asks for numbers, which go straight into the array that is returned.
  mutating func elements<Scalar: BitwiseCopyable>(
    of request: Request, zero: Scalar, perElement: Int = 1
  ) throws(HDF5Error) -> (shape: [Int], scalars: [Scalar]) {
    try send(request)
    let length = try replyLength(of: request)
    let rank = try receivedCount(request)
    guard rank <= 32 else { throw garbled(request.object) }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try receivedCount(request)) }
    // Extents beside a 0 may be forged as well; whoever multiplies them must not overflow.
    guard let size = Self.product(of: shape.map { max(1, $0) } + [perElement, 16]) else {
      throw failure(status: CHDF5R_TOO_LARGE.rawValue, detail: "its extents are \(shape)", request)
    }
    let bytes = shape.contains(0) ? 0 : size / 16 * MemoryLayout<Scalar>.size
    guard length == bytes + 8 * (rank + 1) else { throw garbled(request.object) }
    var scalars = [Scalar](repeating: zero, count: bytes / MemoryLayout<Scalar>.size)
    let status = scalars.withUnsafeMutableBytes { chdf5r_receive(&reader, $0.baseAddress, $0.count) }
    guard status == 0 else { throw ended(request.object) }
    return (shape, scalars)
  }

  /// Nil when it does not fit.
  private static func product(of factors: [Int]) -> Int? {
    factors.reduce(1) { partial, factor in
      let result = partial?.multipliedReportingOverflow(by: factor)
      return result.flatMap { $0.overflow ? nil : $0.partialValue }
    }
  }

  private mutating func send(_ request: Request) throws(HDF5Error) {
    if let ending { throw ending }
    guard !request.object.utf8.contains(0), request.object.utf8.count < 65536 else {
      throw HDF5Error(.missingObject, path: path, object: request.object, detail: "no object can have this name")
    }
    var name = Array(request.object.utf8)
    var message = chdf5r_request()
    message.operation = request.operation.rawValue
    message.kind = request.kind.rawValue
    message.first = UInt64(clamping: request.first)
    message.count = request.count.map { UInt64(clamping: $0) } ?? .max
    message.name_length = UInt32(name.count)
    guard chdf5r_send(&reader, &message, &name) == 0 else { throw ended(request.object) }
  }

  /// Waits for the header of a reply; a failure that the child reports is thrown.
  private mutating func replyLength(of request: Request) throws(HDF5Error) -> Int {
    var reply = chdf5r_reply()
    guard chdf5r_receive(&reader, &reply, MemoryLayout<chdf5r_reply>.size) == 0 else { throw ended(request.object) }
    // No honest reply is longer; see plausible_bytes in extents.c, and numbers widen at most eightfold.
    let (limit, overflow) = fileSize.multipliedReportingOverflow(by: 8 * 1100)
    guard let length = Int(exactly: reply.length), overflow || length <= limit + (1 << 30) else {
      throw garbled(request.object)
    }
    guard reply.status == CHDF5R_OK.rawValue else {
      throw failure(
        status: reply.status, detail: String(decoding: try received(length, request), as: UTF8.self), request)
    }
    return length
  }

  private mutating func payload(of request: Request) throws(HDF5Error) -> [UInt8] {
    try received(try replyLength(of: request), request)
  }

  private mutating func received(_ count: Int, _ request: Request) throws(HDF5Error) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard chdf5r_receive(&reader, &bytes, count) == 0 else { throw ended(request.object) }
    return bytes
  }

  private mutating func receivedCount(_ request: Request) throws(HDF5Error) -> Int {
    var decoder = ReplyDecoder(try received(8, request))
    do { return try decoder.count() } catch { throw garbled(request.object) }
  }
}

/// What each way of failing means.
extension ReaderProcess {
  private func failure(status: UInt32, detail: String, _ request: Request) -> HDF5Error {
    let kinds: [UInt32: HDF5Error.Kind] = [
      CHDF5R_MISSING_FILE.rawValue: .missingFile, CHDF5R_UNREADABLE_FILE.rawValue: .unreadableFile,
      CHDF5R_NOT_HDF5.rawValue: .notHDF5, CHDF5R_DAMAGED.rawValue: .damagedFile,
      CHDF5R_MISSING_OBJECT.rawValue: .missingObject, CHDF5R_WRONG_KIND.rawValue: .wrongKind,
      CHDF5R_MISSING_FILTER.rawValue: .missingFilter, CHDF5R_TOO_LARGE.rawValue: .implausibleSize,
      CHDF5R_OUT_OF_MEMORY.rawValue: .outOfMemory,
    ]
    return HDF5Error(kinds[status] ?? .damagedFile, path: path, object: Self.name(request.object), detail: detail)
  }

  private static func name(_ object: String?) -> String? { object?.isEmpty == false ? object : nil }

  private mutating func ended(_ object: String?) -> HDF5Error {
    let signal = chdf5r_stop(&reader)
    let error =
      SystemFailure.isTimeLimit(signal: signal)
      ? HDF5Error(.timedOut, path: path, object: Self.name(object), detail: "reading was stopped by its time limit")
      : HDF5Error(
        .crashed, path: path, object: Self.name(object),
        detail: signal == 0 ? "the reading process left" : "the reading process ended with signal \(signal)")
    ending = error
    return error
  }

  private mutating func garbled(_ object: String?) -> HDF5Error {
    _ = chdf5r_stop(&reader)
    let error = HDF5Error(.crashed, path: path, object: Self.name(object), detail: "its answer made no sense")
    ending = error
    return error
  }
}
