/// A region in words, before the sample it applies to is known: which elements of an input may change.
///
/// | text | elements |
/// |---|---|
/// | `all` | every one |
/// | `padding`, `action` | frames of that kind |
/// | `idle` | every frame that is not an action frame: recorded idle frames and padding |
/// | `zeros`, `nonzero` | elements whose clean value is exactly zero, or is not |
/// | `frames:3-9,12` | frames by index (the same as `time:`); `60-` runs to the last |
/// | `range:0-7`, `doppler:10-20`, `rows:`, `columns:`, `channel:` | indices along that axis, on any other axis everything |
/// | `box:time=3-9,range=0-7` | the intersection of several axes |
/// | `border:4` | within 4 of an edge of the two image axes (height and width, or range and Doppler) |
/// | `random:0.1` | a tenth of the positions, drawn per sample; `random:0.1,7` draws with seed 7, the same for every sample |
/// | `inside`, `outside` | the objects of the mask that an attack on a segmentation network is about, or the rest |
/// | `ring:4` | outside them, no further than 4 pixels away |
/// | `inside:lesion`, `ring:4,lesion` | of one class, by name or number |
/// | `inside:truth`, `ring:4,truth,lesion` | of the true mask |
/// | `mask:FILE` | where the file's array is not zero; `mask:"a+b.png"` for names with `+ & ! ( )` in them, `{id}` is the sample |
/// | `a + b`, `a & b`, `!a`, `( )` | union, intersection, complement; `!` binds tightest, then `&` |
///
/// Indices count from 0 and both ends of a range belong to it. A position means all channels at that place: only
/// `channel:` tells channels apart.
public struct RegionSpecification: Sendable, Hashable, CustomStringConvertible {
  public let text: String
  package let expression: RegionExpression

  public static let all = RegionSpecification(text: "all", expression: .all)

  private init(text: String, expression: RegionExpression) {
    self.text = text
    self.expression = expression
  }

  /// Reads a region, or says what in the text is not one.
  public init(parsing text: String) throws(RegionError) {
    var parser = RegionParser(text)
    self.init(text: text, expression: try parser.parse())
  }

  /// The region of one sample.
  ///
  /// - Throws: `RegionError` when the sample lacks an axis or frame kinds that the text names, an index lies outside,
  ///   a mask cannot be used, or nothing is left.
  public func resolved(for context: RegionContext) throws(RegionError) -> Region {
    let allowed = try RegionResolver(context: context, text: text).flags(expression)
    guard allowed.contains(true) else { throw RegionError(.empty, in: text, emptyExplanation(context)) }
    return Region(shape: context.shape, allowed: allowed, name: name)
  }

  /// Whether the region depends on which frames are action, idle or padding.
  public var needsFrameKinds: Bool { expression.contains { if case .frames = $0 { true } else { false } } }

  /// The mask files that the text names.
  public var maskFiles: [String] {
    var files: [String] = []
    _ = expression.contains {
      if case .mask(let file) = $0 { files.append(file) }
      return false
    }
    return files
  }

  public var description: String { text }

  /// What records call the region, also where it is empty.
  public var name: String {
    if case .frames(let selection) = expression { return "\(selection.rawValue) frames" }
    return text
  }

  private func emptyExplanation(_ context: RegionContext) -> String {
    let place = context.sample.isEmpty ? "this input" : "sample \(context.sample)"
    guard case .frames(let selection) = expression else { return "no element of \(place) is in it" }
    return "\(place) has no \(selection.rawValue) frame; leave it out or choose another region"
  }
}
