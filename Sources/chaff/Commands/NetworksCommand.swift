import ArgumentParser
import Networks

struct NetworksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "networks",
    abstract: "The networks that can be trained: what they are, their shapes, their sizes.",
    discussion: """
      Without a name all are listed with their usual settings; with one, its layers.

      Examples:
        chaff networks
        chaff networks radar-conv3d --shape 2,70,32,32 --classes 4
        chaff networks asma-unet
      """)

  @Argument(help: ArgumentHelp("One of \(Architectures.names.joined(separator: ", ")).", valueName: "name"))
  var name: String?
  @Option(help: "Shape of one input sample, e.g. 2,70,32,32; the usual one if left out.") var shape: String?
  @Option(help: "Number of classes; the usual one if left out.") var classes: Int?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if let name, !Architectures.names.contains(name) {
      let known = Architectures.names.joined(separator: ", ")
      throw ValidationError("there is no network '\(name)'; take one of \(known)")
    }
    guard shape == nil || extents != nil else {
      throw ValidationError("--shape must be whole numbers separated by commas")
    }
    if shape != nil || classes != nil, name == nil { throw ValidationError("--shape and --classes need a name") }
    if let classes, classes < 1 { throw ValidationError("--classes must be at least 1, is \(classes)") }
  }

  func run() throws {
    guard let name else { return try listAll() }
    let usual = try Architectures.named(name)
    let network = try NetworkDescription(
      named: name,
      of: Architectures.named(
        name, inputShape: extents ?? usual.inputShape, classes: classes ?? usual.outputShape[0]))
    Console.print(json ? try JSONText.of(network) : network.text)
  }

  private func listAll() throws {
    let networks = try Architectures.names.map { try NetworkDescription(named: $0, of: Architectures.named($0)) }
    Console.print(json ? try JSONText.of(networks) : networks.map(\.summaryText).joined(separator: "\n"))
  }

  private var extents: [Int]? {
    guard let parts = shape?.split(separator: ",", omittingEmptySubsequences: false) else { return nil }
    let extents = parts.compactMap { Int($0) }.filter { $0 > 0 }
    return extents.count == parts.count && !extents.isEmpty ? extents : nil
  }
}
