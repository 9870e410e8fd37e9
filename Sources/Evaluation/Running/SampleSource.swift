/// The samples of a run, loaded one at a time when they are wanted, so that memory does not grow with their number.
public protocol SampleSource<Sample> {
  associatedtype Sample

  /// Unique, in the run's order.
  var ids: [String] { get }

  /// - Throws: what is wrong with this one sample; the run records it and goes on.
  func load(_ index: Int) throws -> Sample

  /// Whether samples may be loaded while the victim is at work on another thread: not where loading asks the victim.
  ///
  /// False unless a source says otherwise; one that does may be asked by several threads at once.
  var loadsBesideVictim: Bool { get }
}

extension SampleSource {
  public var loadsBesideVictim: Bool { false }
}
