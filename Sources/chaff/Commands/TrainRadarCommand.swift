import ArgumentParser
import Networks

struct TrainRadarCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "radar", abstract: "Train a classifier of radar recordings.",
    discussion: """
      Example: the first 140 recordings of each class to learn from, the next 40 to test on.
        chaff train radar --data recordings --transform log1p:724 --train 0-139 --test 140-179 --output trained
      Example: trained against padding attacks.
        chaff train radar --data recordings --crop-to-action --frames 40 --test subject:7,8 \\
          --adversarial pgd --size 8/255 --region padding --output hardened
      Parts of a split: 0-139 (places in time order in each class), first:0.8, last:0.2, subject:7,8, session:1,
      random:0.2, file:SPLIT.json#train, except:...; networks: \(Architectures.identifiers.joined(separator: ", ")).
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var recordings: TrainingRecordingOptions
  @OptionGroup var training: TrainingOptions
  @Option(help: "Share of each class's probability that is spread over all classes.") var smoothing = 0.0
  @Option(
    name: .customLong("class-weights"),
    help: "Weight of each class in the loss: even, balanced, or numbers separated by commas.")
  var classWeights = "even"
  @Flag(
    name: .customLong("validity-channel"),
    help: "Append a channel that says which frames are recorded, for a network with --set masksPadding=true.")
  var validityChannel = false
  @Flag(help: "Compare with a nearest neighbour and a linear classifier on the same split.") var baselines = false

  func validate() throws {
    guard (0..<1).contains(smoothing) else { throw ValidationError("--smoothing must lie in 0..<1, is \(smoothing)") }
  }

  var neededPaths: [String] { [recordings.data, training.start].compactMap { $0 } }

  func run() throws { try execute(arguments: Array(CommandLine.arguments), isResumed: false) }

  func execute(arguments: [String], isResumed: Bool) throws {
    try RadarTraining(command: self).carryOut(arguments: arguments, isResumed: isResumed)
  }
}
