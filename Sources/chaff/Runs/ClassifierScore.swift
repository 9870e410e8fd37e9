import Attacks
import Evaluation
import Foundation
import Tensors
import Victims

/// Accuracy of a classifier and the classes that it mistakes for each other.
struct ClassifierScore: Encodable {
  /// Rows are true classes, columns what the model says.
  let confusion: [[Int]]
  let classNames: [String]
  let accuracy: Double
  let count: Int
  private let noun: String

  private enum CodingKeys: String, CodingKey { case confusion, classNames, accuracy, count }

  /// - Throws: what is wrong with a sample; a score over the others would not be comparable.
  init(of source: LabelledSource, by loaded: LoadedModel) throws {
    let victim = try loaded.victim(largestBatch: 1)
    guard victim.outputShape.count == 1 else { throw AnswerIsNoClass(shape: victim.outputShape) }
    try source.check(classCount: victim.outputShape[0])
    let classCount = source.classNames.count
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for index in source.ids.indices {
      let sample = try source.load(index)
      let logits = try victim.logits(of: Tensor(batching: [sample.input])).scalars
      let predicted = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      confusion[sample.label][predicted] += 1
    }
    self.confusion = confusion
    classNames = source.classNames
    count = source.ids.count
    noun = source.data.noun
    let correct = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    accuracy = count == 0 ? 0 : Double(correct) / Double(count)
  }

  func print(asJSON: Bool) throws {
    if asJSON { return Console.print(try JSONText.of(self)) }
    Console.print(String(format: "accuracy %.4f of %d \(noun)s", accuracy, count))
    Console.print("confusion (rows: true class, columns: \(classNames.joined(separator: ", ")))")
    for (name, row) in zip(classNames, confusion) {
      Console.print("  \(name): \(row.map(String.init).joined(separator: " "))")
    }
  }
}
