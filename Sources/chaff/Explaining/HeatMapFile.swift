import Explanations
import Reports
import Tensors

/// Where a heat map is written, and as what.
enum HeatMapFile {
  enum Format: String { case npy, png }

  /// Nil for an ending that is neither.
  static func format(of path: String) -> Format? {
    path.split(separator: ".").last.flatMap { Format(rawValue: $0.lowercased()) }
  }

  static func write(_ map: HeatMap, picture: HeatMapPicture, to path: String) throws {
    switch format(of: path) {
    case .npy, nil: try map.values.writeNPY(to: path)
    case .png: try FileReplacement.write(picture.raster().pngBytes(), to: path)
    }
  }
}
