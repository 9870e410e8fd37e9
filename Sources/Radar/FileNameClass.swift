/// Class names that data sets write into the names of their files.
enum FileNameClass {
  /// The class of a file name without its extension; nil when it follows no known pattern.
  static func name(of stem: String) -> String? { soli(stem) ?? acconeer(stem) ?? counted(stem) }

  /// Gesture, session and instance as three numbers.
  private static func soli(_ stem: String) -> String? {
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
      return nil
    }
    return String(parts[0])
  }

  private static func acconeer(_ stem: String) -> String? {
    guard stem.hasPrefix("label_"), let end = stem.firstRange(of: "_idx_") else { return nil }
    let name = stem[stem.index(stem.startIndex, offsetBy: 6)...]
    guard end.lowerBound > name.startIndex else { return nil }
    return String(stem[name.startIndex..<end.lowerBound])
  }

  /// Words and then a counter: "swipe-left_012", "thumb_up_3".
  private static func counted(_ stem: String) -> String? {
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count > 1, let counter = parts.last, !counter.isEmpty,
      counter.allSatisfy({ $0.isASCII && $0.isNumber }),
      parts.dropLast().allSatisfy({ $0.first?.isLetter ?? false })
    else { return nil }
    return parts.dropLast().joined(separator: "_")
  }
}
