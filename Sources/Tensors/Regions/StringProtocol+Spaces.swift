extension StringProtocol {
  /// The text without the spaces at its ends.
  var withoutSpacesAround: String {
    let tail = self.drop { $0 == " " }
    guard let last = tail.lastIndex(where: { $0 != " " }) else { return "" }
    return String(tail[...last])
  }
}
