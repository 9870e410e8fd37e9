import ArgumentParser
import Attacks
import Segmentation
import Victims

/// Images larger than a segmentation network takes, shown to it window by window.
struct WindowOptions: ParsableArguments {
  @Option(
    name: .customLong("window-size"),
    help: "Show the network larger images through overlapping windows of HEIGHTxWIDTH, its logits blended.")
  var windowSize: String?
  @Option(
    name: .customLong("window-overlap"), help: "The share of a window that its neighbour covers, too: 0 up to 1.")
  var windowOverlap = 0.5

  func validate() throws {
    guard (0..<1).contains(windowOverlap) else {
      throw ValidationError("--window-overlap must be 0 or more and below 1, is \(windowOverlap)")
    }
    if let windowSize, request == nil {
      throw ValidationError("--window-size must be \(WindowRequest.form), is '\(windowSize)'")
    }
  }

  /// Nil without windows.
  var request: WindowRequest? { windowSize.flatMap { WindowRequest(size: $0, overlap: windowOverlap) } }

  func load(_ model: ModelOptions) throws -> LoadedModel { try request?.load(model) ?? model.load() }

  /// The network or, with windows, the network as images of the data set's size meet it.
  func victim(_ network: ModelVictim, showing dataset: SegmentationDataset) throws -> any Victim {
    try request?.victim(network, showing: dataset) ?? network
  }
}
