internal import Foundation

/// Paths with gaps, for masks in several files: "masks/{id}_{class}.png", "{annotator}/{id}.*", "{id}/masks/*.png".
///
/// | gap | stands for |
/// |---|---|
/// | {id} | the sample; the same text wherever it occurs |
/// | {class} | the name of a class: one file per class |
/// | {annotator} | who drew it: several truths |
/// | * | anything: one file per object |
///
/// ".*" at the end is any of the image extensions. A gap never reaches over a slash.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
  enum Gap: String, Sendable, Hashable, CaseIterable {
    case id = "{id}", className = "{class}", annotator = "{annotator}", any = "*"
  }

  enum Piece: Sendable, Hashable {
    case literal(String)
    case gap(Gap)
  }

  /// What the gaps of one path stand for.
  typealias Captures = [Gap: String]

  private static let mostGaps = 3

  public let description: String
  /// Folders without gaps, in front of everything else.
  private let base: String
  private let components: [[Piece]]
  private let acceptsAnyExtension: Bool

  /// Whether a text has what only this kind of pattern knows.
  public static func isNeeded(for text: String) -> Bool {
    let name = text.hasSuffix(".*") ? String(text.dropLast(2)) : text
    return name.contains("{class}") || name.contains("{annotator}") || name.contains("*")
      || (text as NSString).deletingLastPathComponent.contains("{id}")
  }

  public init(parsing text: String) throws(SegmentationError) {
    acceptsAnyExtension = text.hasSuffix(".*")
    let parts = (acceptsAnyExtension ? String(text.dropLast(2)) : text).components(separatedBy: "/")
      .map(Self.pieces)
    let fixed = parts.prefix { !$0.contains(where: \.isGap) }.prefix(parts.count - 1)
    base = text.components(separatedBy: "/").prefix(fixed.count).joined(separator: "/")
    components = Array(parts.dropFirst(fixed.count))
    description = text
    let gaps = components.joined().filter(\.isGap)
    guard gaps.contains(.gap(.id)), components.allSatisfy({ $0.count(where: \.isGap) <= Self.mostGaps }),
      !(gaps.contains(.gap(.className)) && gaps.contains(.gap(.annotator)))
    else {
      throw SegmentationError(
        "'\(text)' needs {id}, at most \(Self.mostGaps) gaps between slashes, and not both {class} and {annotator}",
        in: "file pattern", hint: "write for example masks/{id}_{class}.png, {annotator}/{id}.* or {id}/masks/*.png")
    }
  }

  private static func pieces(of component: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = component[...]
    while let (gap, range) = Gap.allCases.compactMap({ gap in rest.firstRange(of: gap.rawValue).map { (gap, $0) } })
      .min(by: { $0.1.lowerBound < $1.1.lowerBound })
    {
      if range.lowerBound > rest.startIndex { pieces.append(.literal(String(rest[..<range.lowerBound]))) }
      pieces.append(.gap(gap))
      rest = rest[range.upperBound...]
    }
    return rest.isEmpty ? pieces : pieces + [.literal(String(rest))]
  }

  func holds(_ gap: Gap) -> Bool { components.joined().contains(.gap(gap)) }

  /// The fitting files under `root` with every way in which their names fit, in the order of their paths.
  func files(under root: String) throws(SegmentationError) -> [(path: String, ways: [Captures])] {
    let start = base.hasPrefix("/") ? base : base.isEmpty ? root : root + "/" + base
    var found: [(path: String, ways: [Captures])] = [(start, [[:]])]
    for (depth, component) in components.enumerated() {
      let isLast = depth == components.count - 1
      var next: [(path: String, ways: [Captures])] = []
      for folder in found {
        for name in try FilePattern.names(in: folder.path) {
          let stem = isLast && acceptsAnyExtension ? FilePattern.imageStem(of: name) : name
          guard let stem else { continue }
          let ways = folder.ways.flatMap { Self.ways(component[...], stem[...], $0) }
          let path = "\(folder.path)/\(name)"
          if !ways.isEmpty, Self.isFolder(path) != isLast { next.append((path, ways)) }
        }
      }
      found = next
    }
    return found
  }

  /// Every way in which a name fits, going on from what is captured already.
  private static func ways(_ pieces: ArraySlice<Piece>, _ name: Substring, _ known: Captures) -> [Captures] {
    guard let piece = pieces.first else { return name.isEmpty ? [known] : [] }
    let rest = pieces.dropFirst()
    switch piece {
    case .literal(let text): return name.hasPrefix(text) ? ways(rest, name.dropFirst(text.count), known) : []
    case .gap(let gap):
      if gap != .any, let text = known[gap] {
        return name.hasPrefix(text) ? ways(rest, name.dropFirst(text.count), known) : []
      }
      if rest.isEmpty { return gap != .any && name.isEmpty ? [] : [capturing(gap, name, known)] }
      return ((gap == .any ? 0 : 1)...max(name.count, 1)).flatMap { length in
        length > name.count ? [] : ways(rest, name.dropFirst(length), capturing(gap, name.prefix(length), known))
      }
    }
  }

  private static func capturing(_ gap: Gap, _ text: Substring, _ known: Captures) -> Captures {
    gap == .any ? known : known.merging([gap: String(text)]) { $1 }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}

extension PathPattern.Piece {
  var isGap: Bool {
    if case .gap = self { true } else { false }
  }
}
