internal import Tensors

extension Mask {
  /// Every object moved by `dx` columns to the right and `dy` rows down; what it leaves becomes background.
  ///
  /// Void pixels stay where they are. The same holds for all functions here.
  public func shifted(dx: Int, dy: Int) -> Mask {
    redrawn { row, column in
      let (sourceRow, rowOverflow) = row.subtractingReportingOverflow(dy)
      let (sourceColumn, columnOverflow) = column.subtractingReportingOverflow(dx)
      return rowOverflow || columnOverflow ? nil : (sourceRow, sourceColumn)
    }
  }

  /// The objects together enlarged (`factor` > 1) or reduced about their common centroid, by nearest neighbour.
  public func scaled(by factor: Double) -> Mask {
    precondition(factor > 0 && factor.isFinite, "Mask: expected a positive scale, is \(factor)")
    guard let centre = centroid else { return self }
    return redrawn { row, column in
      let y = (centre.row + (Double(row) - centre.row) / factor).rounded()
      let x = (centre.column + (Double(column) - centre.column) / factor).rounded()
      // A tiny factor throws positions beyond what Int can hold.
      guard abs(y) < 1e9, abs(x) < 1e9 else { return nil }
      return (Int(y), Int(x))
    }
  }

  /// The mean row and column of all object pixels; nil when there is none.
  public var centroid: (row: Double, column: Double)? {
    var rows = 0, columns = 0, count = 0
    for (pixel, label) in classes.enumerated() where label > 0 {
      rows += pixel / width
      columns += pixel % width
      count += 1
    }
    return count == 0 ? nil : (Double(rows) / Double(count), Double(columns) / Double(count))
  }

  /// Object pixels within `radius` of background become background.
  ///
  /// Morphological erosion with a disc {d : |d| ≤ radius}. Beyond the border there is no background: an object that
  /// touches it is not worn away from there. Two objects that touch each other are not separated.
  public func eroded(radius: Double) -> Mask {
    let background = NearestSites(height: height, width: width) { classes[$0] == 0 }
    let limit = Self.squared(radius)
    return replacingClasses(
      classes.indices.map { classes[$0] > 0 && background.squaredDistances[$0] <= limit ? 0 : classes[$0] })
  }

  /// Background pixels within `radius` of an object take the class of the nearest one.
  ///
  /// Morphological dilation with a disc {d : |d| ≤ radius}.
  public func dilated(radius: Double) -> Mask {
    let objects = NearestSites(height: height, width: width) { classes[$0] > 0 }
    let limit = Self.squared(radius)
    return replacingClasses(
      classes.indices.map {
        classes[$0] == 0 && objects.squaredDistances[$0] <= limit ? classes[objects.sites[$0]] : classes[$0]
      })
  }

  /// Background and foreground exchanged; only for two classes.
  public func inverted() -> Mask {
    precondition(classCount == 2, "Mask: expected two classes to invert, are \(classCount)")
    return replacingClasses(classes.map { $0 == Self.void ? $0 : 1 - $0 })
  }

  /// All background.
  public func emptied() -> Mask { replacingClasses(classes.map { min($0, 0) }) }

  /// Takes each pixel's class from another place; places outside, and void ones, give background.
  private func redrawn(from source: (_ row: Int, _ column: Int) -> (row: Int, column: Int)?) -> Mask {
    var result = emptied().classes
    for pixel in result.indices where result[pixel] == 0 {
      guard let place = source(pixel / width, pixel % width), (0..<height).contains(place.row),
        (0..<width).contains(place.column)
      else { continue }
      result[pixel] = max(self[place.row, place.column], 0)
    }
    return replacingClasses(result)
  }

  private static func squared(_ radius: Double) -> Double {
    precondition(radius >= 0 && radius < 1e6, "Mask: expected a radius of 0 or more pixels, is \(radius)")
    return (radius * radius).rounded(.down)
  }
}
