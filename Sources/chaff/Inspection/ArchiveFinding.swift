import Tensors

/// What the arrays of an NPZ archive are.
struct ArchiveFinding: Finding {
  /// One array, or why it cannot be read.
  struct Member: Encodable {
    let name: String
    let array: ArrayFacts?
    let error: String?
  }

  static let kind = "archive"

  let arrays: [Member]
  /// Members that are no arrays.
  let others: [String]
  let problem: String?

  init(_ path: String) throws {
    let archive = try NPZArchive(contentsOf: path)
    others = archive.otherMembers
    arrays = archive.names.map { name in
      do {
        return Member(name: name, array: try ArrayFacts(archive.file(named: name)), error: nil)
      } catch { return Member(name: name, array: nil, error: "\(error)") }
    }
    problem = Self.problem(path, arrays, others)
  }

  private static func problem(_ path: String, _ arrays: [Member], _ others: [String]) -> String? {
    if let broken = arrays.compactMap(\.error).first { return broken }
    guard arrays.isEmpty else { return nil }
    if others.contains(where: { $0.hasSuffix("data.pkl") }) {
      return "\(path): this is a PyTorch checkpoint; export the model to ONNX with torch.onnx.export"
    }
    return "\(path): a ZIP archive without NPY arrays; write arrays with numpy.savez"
  }

  private enum CodingKeys: String, CodingKey { case arrays, others }

  var title: String { arrays.isEmpty ? "ZIP archive" : "NumPy archive of \(Wording.count(arrays.count, "array"))" }

  var facts: [Fact] {
    var facts = arrays.map { Fact($0.name, $0.array.map(Self.text) ?? "cannot be read") }
    facts.add("others", others.isEmpty ? nil : Wording.list(others))
    return facts
  }

  private static func text(_ array: ArrayFacts) -> String {
    "\(array.type) \(Wording.shape(array.shape))\(array.isFortranOrder ? ", Fortran order" : ""), \(array.valuesText)"
  }
}
