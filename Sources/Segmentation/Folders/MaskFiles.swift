/// The files that hold the truth of one image.
public enum MaskFiles: Sendable, Hashable {
  /// The files of one class; none where the image has no pixel of it.
  public struct ClassFiles: Sendable, Hashable {
    public let name: String
    public let paths: [String]

    public init(name: String, paths: [String]) { (self.name, self.paths) = (name, paths) }
  }

  /// What one person drew.
  public struct Annotation: Sendable, Hashable {
    public let annotator: String
    public let path: String

    public init(annotator: String, path: String) { (self.annotator, self.path) = (annotator, path) }
  }

  case single(String)
  /// Foreground of the files of entry k is class k + 1; where classes overlap, the later one counts.
  case perClass([ClassFiles])
  /// One object a file: the foreground of all of them together is class 1.
  case perObject([String])
  /// Several truths, which are kept apart and put together by an `AnnotatorRule`.
  case annotators([Annotation])

  /// Every file, in order.
  public var paths: [String] {
    switch self {
    case .single(let path): [path]
    case .perClass(let classes): classes.flatMap(\.paths)
    case .perObject(let paths): paths
    case .annotators(let annotations): annotations.map(\.path)
    }
  }
}

/// How the truths of several annotators become the one that counts.
public enum AnnotatorRule: Sendable, Hashable, CustomStringConvertible {
  /// The class that more than half of them drew; where there is none, that of the first.
  case majority
  /// An object wherever one of them drew one; the first who did says which class.
  case union
  /// An object only where all of them drew the same.
  case intersection
  /// That of one of them, by name.
  case annotator(String)

  /// Reads "majority", "union", "intersection"; every other text is a name.
  public init(parsing text: String) {
    switch text {
    case "majority": self = .majority
    case "union": self = .union
    case "intersection": self = .intersection
    default: self = .annotator(text)
    }
  }

  public var description: String {
    switch self {
    case .majority: "majority"
    case .union: "union"
    case .intersection: "intersection"
    case .annotator(let name): name
    }
  }
}
