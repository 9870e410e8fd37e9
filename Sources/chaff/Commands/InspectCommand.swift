import ArgumentParser
import Foundation
import Segmentation

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "What a file is and what is in it: models, recordings, arrays, images, masks, folders.",
    discussion: """
      The kind of a file is told by its content. Models are also run: gradients are compared with central differences.
      Exit status 1 if any file is broken or cannot be used; the others are shown all the same.

      Examples:
        chaff inspect net.onnx recording.h5 mask.png
        chaff inspect card.yaml --layers --input sample.npy
        chaff inspect recordings/ --all --json
        chaff inspect swipe.h5 --filmstrip swipe.png
        chaff inspect images-and-masks/ --overlay sample.png --sample Image_01L
        chaff inspect scan.nii.gz --masks labels.nii.gz --slices axial:40 --overlay slice.png
        chaff inspect adc_data.bin --radar-config profile.cfg
        chaff inspect adc.npy --array-axes chirp,receiver,sample
      """)

  @Argument(
    help:
      "ONNX models or victim cards, HDF5, NPY, NPZ, captures (.bin), mmWave .cfg, PNG, JPEG, TIFF, DICOM, NIfTI, folders of recordings or of images and masks, run folders.",
    completion: .file())
  var files: [String]
  @Flag(help: "List a model's layers: what --layer of 'chaff explain' can name.") var layers = false
  @Flag(inversion: .prefixedNo, help: "Compare a model's gradient with central differences.") var gradient = true
  @Option(help: "An .npy to check the gradient at; random numbers within the bounds if left out.", completion: .file())
  var input: String?
  @Option(help: "Shape of one input sample where a model leaves it open, e.g. 3,572,572.") var shape: String?
  @Flag(help: "List everything in an HDF5 file, also in a recording of a known layout.") var tree = false
  @Flag(help: "Read every file of a folder, not only the first few.") var all = false
  @OptionGroup var reading: ReadingFlags
  @Option(help: "Write the frames of a recording as a picture (.png).", completion: .file()) var filmstrip: String?
  @OptionGroup var coding: MaskCodingOptions
  @OptionGroup var source: MaskSourceOptions
  @Option(
    help: "Write an image beside its mask laid over it, and each annotator's, as a picture (.png).",
    completion: .file())
  var overlay: String?
  @Option(help: "Which sample of a folder --overlay shows; the first if left out.") var sample: String?
  @Flag(help: "Replace the picture of an earlier --overlay or --filmstrip.") var force = false
  @Flag(help: "Print one JSON object, or an array of them for several files.") var json = false

  func validate() throws {
    if shape != nil, extents == nil { throw ValidationError("--shape must be whole numbers separated by commas") }
    if let overlay {
      guard files.count == 1 else { throw ValidationError("--overlay draws one sample: name one file or folder") }
      guard overlay.lowercased().hasSuffix(".png") else {
        throw ValidationError("--overlay must end in .png, is '\(overlay)'")
      }
    } else if sample != nil {
      throw ValidationError("--sample goes with --overlay")
    }
    for picture in [overlay, filmstrip].compactMap({ $0 }) where isShown(picture) {
      throw ValidationError("\(picture) is what is to be shown; name another file for the picture")
    }
    if source.pixelSpacing != nil {
      throw ValidationError("--pixel-spacing is for distances, and inspect measures none; leave it out")
    }
    guard let filmstrip else {
      if force, overlay == nil { throw ValidationError("--force goes with --overlay or --filmstrip") }
      return
    }
    guard files.count == 1 else { throw ValidationError("--filmstrip draws one recording: name one file") }
    guard filmstrip.lowercased().hasSuffix(".png") else {
      throw ValidationError("--filmstrip must end in .png, is '\(filmstrip)'")
    }
  }

  func run() throws {
    let options = try options()
    if let filmstrip {
      let path = try OutputOptions.free(filmstrip, force: force)
      try RecordingPicture(of: files[0], options.reading).write(to: path)
    }
    if let overlay {
      let path = try OutputOptions.free(overlay, force: force)
      try MaskPicture(of: files[0], options, sample: sample).write(to: path)
    }
    if json { try printJSON(options) } else { try printText(options) }
  }

  /// Whether a picture would go where what it shows is, by whatever name.
  private func isShown(_ picture: String) -> Bool {
    func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    return (files + [source.masks].compactMap { $0 }).contains { place($0) == place(picture) }
  }

  private func options() throws -> InspectionOptions {
    InspectionOptions(
      shape: extents, input: input, checksGradient: gradient, listsLayers: layers, showsTree: tree,
      reading: try reading.options(),
      readsAll: all,
      source: try source.source(), maskReader: try coding.reader())
  }

  private var extents: [Int]? {
    guard let parts = shape?.split(separator: ",", omittingEmptySubsequences: false) else { return nil }
    let extents = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }.filter { $0 > 0 }
    return extents.count == parts.count ? extents : nil
  }

  /// Each file is shown as soon as it is known.
  private func printText(_ options: InspectionOptions) throws {
    var hasFailed = false
    for (index, path) in files.enumerated() {
      let inspected = InspectedFile(path, options: options)
      if let text = inspected.text { Console.print(index > 0 ? "\n\(text)" : text) }
      if let error = inspected.error { Console.error("Error: \(error)") }
      hasFailed = hasFailed || inspected.error != nil
    }
    if hasFailed { throw ExitCode.failure }
  }

  private func printJSON(_ options: InspectionOptions) throws {
    let inspected = files.map { InspectedFile($0, options: options) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let data = inspected.count == 1 ? try encoder.encode(inspected[0]) : try encoder.encode(inspected)
    Console.print(String(decoding: data, as: UTF8.self))
    if inspected.contains(where: { $0.error != nil }) { throw ExitCode.failure }
  }
}
