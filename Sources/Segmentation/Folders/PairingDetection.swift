internal import Foundation

/// Works out which files of a folder are images and which their masks, or says why it cannot.
///
/// Layouts known: `images/` beside one other folder of images; two named folders; one folder in which the mask has the
/// image's name and something after it (`Image_01L.jpg`, `Image_01L_1stHO.png`).
struct PairingDetection {
  private static let imageFolderNames: Set<String> = ["images", "image", "imgs", "img"]

  let root: String
  /// The folder of masks, relative to the root or absolute; nil to look for it.
  let masks: String?
  /// What a mask's name has after the id; nil to look for it.
  let maskSuffix: String?

  func patterns() throws -> (images: FilePattern, masks: FilePattern) {
    let folders = try self.folders()
    let imageStems = try stems(in: folders.images)
    let fileStems = folders.images == folders.masks ? imageStems : try stems(in: folders.masks)
    let arrays = fileStems.isEmpty ? try arrayStems(in: folders.masks) : []
    let maskStems = fileStems.union(arrays)
    let suffix =
      try maskSuffix ?? suffix(images: imageStems, masks: maskStems, areTogether: folders.images == folders.masks)
    let images = FilePattern(folder: folders.images)
    guard arrays.isEmpty else {
      return (images, FilePattern(folder: folders.masks, suffix: suffix + ".npy", acceptsAnyExtension: false))
    }
    return (images, FilePattern(folder: folders.masks, suffix: suffix))
  }

  private func folders() throws -> (images: String, masks: String) {
    let direct = try stems(in: "")
    if let masks { return (try imageFolder(), masks) }
    guard direct.isEmpty else { return ("", "") }
    let subfolders = try subfolders()
    let images = subfolders.filter(isImageFolder)
    let others = subfolders.filter { !isImageFolder($0) }
    guard images.count == 1, others.count == 1 else {
      let found =
        subfolders.isEmpty ? "no images (PNG, JPEG, TIFF, DICOM, NIfTI)" : "the folders \(ValueList(subfolders))"
      throw SegmentationError(
        "cannot tell images from masks: it holds \(found)", in: root,
        hint:
          "name the folder of images and give --masks FOLDER for the masks, or --masks '{class}/{id}.*' for a folder "
          + "per class")
    }
    return (images[0], others[0])
  }

  /// The folder of images where that of masks is known: one with a usual name, unless images lie in the root itself.
  func imageFolder() throws -> String {
    guard try stems(in: "").isEmpty else { return "" }
    return try subfolders().first(where: isImageFolder) ?? ""
  }

  private func isImageFolder(_ name: String) -> Bool { Self.imageFolderNames.contains(name.lowercased()) }

  /// The folders directly below the root that hold images.
  private func subfolders() throws -> [String] {
    try FilePattern.names(in: root).filter { name in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
      return try exists && isFolder.boolValue && !stems(in: name).isEmpty
    }
  }

  private func stems(in folder: String) throws -> Set<String> {
    Set(try FilePattern.names(in: path(of: folder)).compactMap(FilePattern.imageStem))
  }

  /// Of masks that are arrays: of a folder that holds no picture.
  private func arrayStems(in folder: String) throws -> Set<String> {
    Set(try FilePattern.names(in: path(of: folder)).filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) })
  }

  private func path(of folder: String) -> String {
    folder.hasPrefix("/") ? folder : folder.isEmpty ? root : root + "/" + folder
  }

  /// The one ending that turns the names of images into names of masks.
  private func suffix(images: Set<String>, masks: Set<String>, areTogether: Bool) throws(SegmentationError) -> String {
    if !areTogether, !images.isDisjoint(with: masks) { return "" }
    let candidates = endings(images: images, masks: masks).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard let best = candidates.first else {
      throw SegmentationError(
        "no mask has the name of an image, or that name with an ending", in: root,
        hint: "give --masks FOLDER, --mask-suffix, or patterns such as images/{id}.jpg and masks/{id}_mask.png")
    }
    guard candidates.count == 1 || candidates[1].value * 2 < best.value else {
      let endings = ValueList(candidates.map { "\($0.key) (\($0.value))" })
      throw SegmentationError(
        "several endings could mark the masks: \(endings)", in: root,
        hint: "choose one with --mask-suffix \(best.key), or take all with --masks '{id}_{annotator}.*' or "
          + "'{id}_{class}.*'")
    }
    return best.key
  }

  /// How often each ending makes a mask's name out of an image's.
  private func endings(images: Set<String>, masks: Set<String>) -> [String: Int] {
    var counts: [String: Int] = [:]
    for mask in masks {
      for length in 1..<max(mask.count, 1) where images.contains(String(mask.dropLast(length))) {
        counts[String(mask.suffix(length)), default: 0] += 1
      }
    }
    return counts
  }
}
