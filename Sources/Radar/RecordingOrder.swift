/// The order of recordings in a folder: by the time in their names where every name has one, else as people count.
///
/// Counters start again with every sitting ("Gesture_0001_2024_07_28_18_12_17", "Gesture_0001_2024_07_28_18_19_10");
/// the time does not, and a chronological split needs it.
enum RecordingOrder {
  static func sorted(_ names: [String]) -> [String] {
    let times = names.map(time)
    guard !names.isEmpty, times.allSatisfy({ $0 != nil }) else { return names.sorted(by: NaturalOrder.precedes) }
    return zip(names, times).sorted { first, second in
      let (a, b) = (first.1 ?? "", second.1 ?? "")
      return a == b ? NaturalOrder.precedes(first.0, second.0) : a < b
    }.map(\.0)
  }

  /// The last year, month, day, hour, minute and second in a name, as 14 digits; separators are `_`, `-`, `:` and `T`.
  static func time(in name: String) -> String? {
    let groups = name.utf8.split { !isDigit($0) }.map { String(decoding: $0, as: UTF8.self) }
    let wanted = [4, 2, 2, 2, 2, 2]
    guard groups.count >= wanted.count else { return nil }
    for start in (0...groups.count - wanted.count).reversed() {
      let candidate = groups[start..<start + wanted.count]
      if zip(candidate, wanted).allSatisfy({ $0.utf8.count == $1 }), isTime(candidate.compactMap { Int($0) }) {
        return candidate.joined()
      }
    }
    return nil
  }

  private static func isTime(_ parts: [Int]) -> Bool {
    (1...12).contains(parts[1]) && (1...31).contains(parts[2]) && parts[3] < 24 && parts[4] < 60 && parts[5] <= 60
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
