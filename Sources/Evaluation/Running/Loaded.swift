/// One position of a batch: a sample that can be attacked, or why not.
struct Loaded<Sample> {
  let reference: SampleReference
  let content: Result<Sample, Failure>

  struct Failure: Error { let message: String }

  var sample: Sample? { try? content.get() }
  var message: String? {
    guard case .failure(let failure) = content else { return nil }
    return failure.message
  }
}

extension SampleSource {
  /// Loads a batch; what a sample throws, and what `complaint` has against it, becomes its failure.
  func load(
    _ indices: Range<Int>, label: (Sample) -> Int?, complaint: (Sample) -> String?
  ) -> [Loaded<Sample>] {
    indices.map { index in
      let bare = SampleReference(id: ids[index], index: index)
      do {
        let sample = try load(index)
        let reference = SampleReference(id: ids[index], index: index, label: label(sample))
        if let message = complaint(sample) {
          return Loaded(reference: reference, content: .failure(.init(message: message)))
        }
        return Loaded(reference: reference, content: .success(sample))
      } catch {
        return Loaded(reference: bare, content: .failure(.init(message: "\(error)")))
      }
    }
  }
}
