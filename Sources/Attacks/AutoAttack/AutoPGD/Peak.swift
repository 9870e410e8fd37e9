/// The best point of a run, and what was seen there.
struct Peak {
  private(set) var point: [Float]
  private(set) var look: Look
  var loss: Double { look.loss.isNaN ? -.infinity : look.loss }

  init(_ point: [Float], _ look: Look) { (self.point, self.look) = (point, look) }

  mutating func update(_ point: [Float], _ look: Look) {
    if look.loss > loss { (self.point, self.look) = (point, look) }
  }
}
