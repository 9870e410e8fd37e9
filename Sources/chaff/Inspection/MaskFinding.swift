import Segmentation

/// What a file's values mean as classes, or why that cannot be told without being told.
struct MaskFinding: Encodable {
  /// How the values were taken; nil when they can be read in more than one way.
  let coding: String?
  /// Pixels of each class, background first.
  let pixelCounts: [Int]?
  let voidPixels: Int?
  /// Why there is no coding, and what to say to get one.
  let undecided: String?

  init(_ decoded: DecodedMask) {
    coding = decoded.coding.description
    pixelCounts = decoded.mask.pixelCounts
    voidPixels = decoded.mask.voidCount
    undecided = nil
  }

  private init(undecided: String) {
    (coding, pixelCounts, voidPixels) = (nil, nil, nil)
    self.undecided = undecided
  }

  /// The mask in a file that has been opened before, so that only its meaning can be in doubt.
  init(reading path: String, with reader: MaskReader) {
    self.init { try reader.mask(contentsOf: path) }
  }

  init(_ decode: () throws -> DecodedMask) {
    do { self.init(try decode()) } catch let error as SegmentationError {
      self.init(undecided: "\(error.what); \(error.hint)")
    } catch { self.init(undecided: "\(error)") }
  }

  static func picture(_ reason: String) -> MaskFinding { MaskFinding(undecided: reason) }

  var lines: [String] {
    guard let coding, let pixelCounts else { return [undecided ?? "unknown"] }
    let total = max(pixelCounts.reduce(0, +), 1)
    let shares = pixelCounts.enumerated().map { index, count in
      "class \(index) \(Wording.percent(Double(count) / Double(total)))"
    }
    let voids = voidPixels.map { $0 > 0 ? ", \(Wording.count($0, "void pixel"))" : "" } ?? ""
    return [coding, Wording.list(shares, limit: 12) + voids]
  }
}
