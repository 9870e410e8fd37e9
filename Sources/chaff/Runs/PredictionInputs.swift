import Evaluation
import ImageClassification
import Tensors
import Victims

/// What `chaff predict` asks a model about: an array of inputs, an image or a folder of images.
struct PredictionInputs {
  /// The files; nil for the samples of one array.
  let names: [String]?
  private let count: Int
  private let load: (Range<Int>) throws -> Tensor

  init(_ path: String, for loaded: LoadedModel, geometry: GeometryOptions) throws {
    switch try FileKind(of: path) {
    case .image: try self.init(images: [path], loaded, geometry)
    case .folder: try self.init(images: ImageFiles.paths(in: path), loaded, geometry)
    case .hdf5:
      throw Unrecognised(
        path: path, what: "this is neither an array in the model's input units (.npy) nor an image",
        remedy: "'chaff explain' says what the model makes of one recording, 'chaff score' of a folder of them")
    default:
      let inputs = try Tensor(npyContentsOf: path).batch(of: loaded.inputShape, source: path)
      self.init(names: nil, count: inputs.batchCount) { Tensor(batching: $0.map { inputs.sample($0) }) }
    }
  }

  private init(names: [String]?, count: Int, load: @escaping (Range<Int>) throws -> Tensor) {
    (self.names, self.count, self.load) = (names, count, load)
  }

  private init(images paths: [String], _ loaded: LoadedModel, _ geometry: GeometryOptions) throws {
    let reader = try ImageInputReader(loaded, geometry: geometry)
    self.init(names: paths, count: paths.count) { range in
      Tensor(
        batching: try paths[range].map { path in
          try reader.input(at: path).batch(of: loaded.inputShape, source: path).sample(0)
        })
    }
  }

  /// The model's answers, so many inputs at once: `[N]` + the shape of one.
  func answers(of runner: ModelRunner, batch: Int) throws -> Tensor {
    var answers: [Tensor] = []
    for start in stride(from: 0, to: count, by: batch) {
      answers += try runner.forward(load(start..<min(start + batch, count))).samples
    }
    return Tensor(batching: answers)
  }
}
