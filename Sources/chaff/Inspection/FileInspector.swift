import Foundation
import ONNX
import Radar
import Segmentation
import Tensors
import Victims

/// How closely to look.
struct InspectionOptions {
  /// The shape of one input sample of a model, and the model's axes, as a card would say them.
  var shape: [Int]?
  /// An array to check a model's gradient at.
  var input: String?
  var checksGradient = true
  var listsLayers = false
  /// Lists what a recognised recording holds besides its frames.
  var showsTree = false
  /// What recordings do not say themselves.
  var reading = ReadingOptions()
  /// Reads every file of a folder.
  var readsAll = false
  var source = MaskSource()
  var maskReader = MaskReader()
}

/// Finds out what a file is and hands it to whoever knows such files.
struct FileInspector {
  let options: InspectionOptions

  func finding(at path: String) throws -> any Finding {
    let kind = try FileKind(of: path)
    if isRecording(path, kind) { return RecordingFinding(try Recording(contentsOf: path, options: options.reading)) }
    switch kind {
    case .folder: return try FolderInspector(options: options).finding(at: path)
    case .model: return try model(VictimCard(modelPath: path), cardPath: nil)
    case .card: return try card(path)
    case .hdf5: return try HDF5Inspector(options: options).finding(at: path)
    case .array: return try ArrayFinding(path, maskReader: options.maskReader)
    case .archive: return try ArchiveFinding(path)
    case .image: return try ImageFinding(path, maskReader: options.maskReader)
    case .volume: return try VolumeFinding(path, maskReader: options.maskReader)
    case .empty: throw Unrecognised(path: path, what: "the file is empty", remedy: "fetch or write it again")
    case .unread(let name, let remedy): throw Unrecognised(path: path, what: "this is \(name)", remedy: remedy)
    case .unmarked: return try unmarked(path)
    }
  }

  /// Arrays are recordings where somebody says so; captures have no mark, and are known by their name alone.
  private func isRecording(_ path: String, _ kind: FileKind) -> Bool {
    switch kind {
    case .folder: Recording.isInfineonRecording(path)
    case .array, .archive: options.reading.arrayAxes != nil || Recording.isInfineonRecording(path)
    case .unmarked, .model, .card, .empty: path.lowercased().hasSuffix(".bin")
    case .hdf5, .image, .volume, .unread: false
    }
  }

  /// Other text than cards is of no known kind, whatever YAML makes of it.
  private func card(_ path: String) throws -> any Finding {
    if path.lowercased().hasSuffix(".cfg") { return try MMWaveFinding(path) }
    let card: VictimCard
    do { card = try VictimCard(contentsOf: path) } catch {
      if VictimCard.isCard(path) { throw error }
      throw Unrecognised(
        path: path, what: "this is text, and no victim card", remedy: "a card is YAML with a line 'model: net.onnx'")
    }
    return try model(card, cardPath: path)
  }

  private func model(_ card: VictimCard, cardPath: String?) throws -> ModelFinding {
    var card = card
    if let shape = options.shape { card.shape = shape }
    return try ModelInspector(card: card, cardPath: cardPath, options: options).finding()
  }

  /// A model that begins unusually, or a file of a kind that is not known; the reading tells.
  private func unmarked(_ path: String) throws -> any Finding {
    do { return try model(VictimCard(modelPath: path), cardPath: nil) } catch let error as ONNXError {
      if error.kind != .malformed || path.lowercased().hasSuffix(".onnx") { throw error }
      throw Unrecognised(
        path: path, what: "the content is of no known kind",
        remedy:
          "known are ONNX models and their cards, HDF5, NPY, NPZ, PNG, JPEG, TIFF, DICOM, NIfTI, and folders of these")
    }
  }
}

/// A file that is none of the kinds known.
struct Unrecognised: Error, CustomStringConvertible {
  let path: String
  let what: String
  let remedy: String

  var description: String { "\(path): \(what); \(remedy)" }
}
