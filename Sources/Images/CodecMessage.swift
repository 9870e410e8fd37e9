internal import CImageCodecs

/// The buffer in which the codecs leave their message, and its text.
struct CodecMessage {
  var characters = [CChar](repeating: 0, count: CIMAGE_MESSAGE_LENGTH)

  var text: String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
