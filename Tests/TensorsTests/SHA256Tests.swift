import Tensors
import Testing

@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func agreesWithTheStandardsExamples(text: String, digest: String) {
    #expect(SHA256.hexadecimal(Array(text.utf8)) == digest)
  }

  @Test func aMillionLettersInPiecesOfAnySizeGiveTheStandardsDigest() {
    var hash = SHA256(), left = 1_000_000, piece = 1
    while left > 0 {
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(piece, left)))
      left -= piece
      piece = piece * 3 % 70_001 + 1
    }
    #expect(hash.hexadecimalDigest() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func everyLengthAroundABlockIsPaddedRight() {
    // The lengths where padding needs one block or two; the digests of a streamed and a whole message must agree.
    for count in 50...70 {
      let bytes = (0..<count).map { UInt8($0) }
      var hash = SHA256()
      for byte in bytes { hash.update([byte]) }
      #expect(hash.hexadecimalDigest() == SHA256.hexadecimal(bytes))
    }
  }
}
