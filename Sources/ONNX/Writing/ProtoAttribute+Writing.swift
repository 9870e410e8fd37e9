import Foundation

extension ProtoAttribute {
  init(_ name: String, _ integers: [Int]) {
    self.init()
    (self.name, type, ints) = (name, .ints, integers.map(Int64.init))
  }

  init(_ name: String, _ integer: Int) {
    self.init()
    (self.name, type, i) = (name, .int, Int64(integer))
  }

  init(_ name: String, _ flag: Bool) { self.init(name, flag ? 1 : 0) }

  init(_ name: String, _ real: Float) {
    self.init()
    (self.name, type, f) = (name, .float, real)
  }

  init(_ name: String, _ text: String) {
    self.init()
    (self.name, type, s) = (name, .string, Data(text.utf8))
  }

  init(_ name: String, _ texts: [String]) {
    self.init()
    (self.name, type, strings) = (name, .strings, texts.map { Data($0.utf8) })
  }
}
