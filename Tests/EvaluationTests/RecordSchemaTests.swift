import Evaluation
import Foundation
import Tensors
import Testing

@Suite struct RecordSchemaTests {
  private var attack: AttackReference {
    AttackReference(
      name: "PGD-20", norm: "linf", size: 0.03, bounds: ValueRange(0...1), goal: "untargeted", seed: .max,
      region: RegionReference(name: "padding frames", allowedCount: 9, elementCount: 36))
  }

  private var classification: ClassificationRecord {
    var record = ClassificationRecord(
      sample: SampleReference(id: "Stone/\"1\"\n", index: 3, label: 2), attack: attack, status: .succeeded)
    record.clean = ClassPrediction(class: 2, logits: [0.1, .nan, 3])
    record.adversarial = ClassPrediction(class: 0, logits: [4, .infinity, 3])
    record.succeeded = true
    record.succeededAfterRounding = false
    record.audit = Audit(changedOutsideRegion: 0, outsideBounds: 0, budgetUse: 0.5, withinBudget: true)
    record.size = PerturbationSize(l0: 1, l1: 2, l2: 3, linf: 4, psnr: .infinity, ssim: .nan)
    record.cost = AttackCost(forwards: 21, backwards: 20, iterations: 20, restart: 1)
    record.frames = FrameAnalysis(kinds: [.action, .idle, .padding], perturbation: [0, 0.5, 1])
    record.health = AttackHealth(gradientVanished: false, numericalTrouble: true, claimedSuccess: true)
    record.arrays = ArrayReferences(shard: "arrays/shard-00000.h5")
    return record
  }

  @Test func aClassificationRecordSurvivesTheRoundTrip() throws {
    let line = try RecordCoding.line(classification)
    #expect(!line.contains(UInt8(ascii: "\n")))
    #expect(try RecordCoding.decode(ClassificationRecord.self, from: line) == classification)
    #expect(try RecordCoding.line(RecordCoding.decode(ClassificationRecord.self, from: line)) == line)
  }

  @Test func aSegmentationRecordSurvivesTheRoundTrip() throws {
    var record = SegmentationRecord(
      sample: SampleReference(id: "Image_01L", index: 0), attack: attack, status: .failed,
      target: "mask of Image_02L", criterion: "mean IoU")
    var scores = MaskAgreement.scores(predicted: [0, 1], reference: [1, 1], classCount: 2)
    scores.boundary = BoundaryScores(
      hausdorff95: [.nan, 2], f1: [.nan, 1], millimetres: OutlineDistances(hausdorff95: [.nan, 1.5]))
    record.pixelSpacing = PixelSpacing(row: 0.75, column: 0.75)
    record.toTarget = MaskComparison(before: scores, after: scores)
    record.trace = IterationTrace(iteration: [0], iou: [0.1], accuracy: [1], l2: [0], linf: [0], multiplier: [.nan])
    let line = try RecordCoding.line(record)
    #expect(try RecordCoding.decode(SegmentationRecord.self, from: line) == record)
    let text = String(decoding: line, as: UTF8.self)
    #expect(text.contains(#""millimetres":{"hausdorff95":[null,1.5],"meanHausdorff95":1.5}"#), "\(text)")
    #expect(text.contains(#""pixelSpacing":{"column":0.75,"row":0.75}"#))
  }

  @Test func boundariesOfOlderRecordsAreRead() throws {
    let text = #"{"hausdorff95":[null,2],"f1":[null,1],"meanHausdorff95":2,"meanF1":1}"#
    let scores = try RecordCoding.decode(BoundaryScores.self, from: Data(text.utf8))
    #expect(scores.millimetres == nil && scores.meanHausdorff95 == 2)
  }

  @Test func aDescriptionSurvivesTheRoundTrip() throws {
    let plan = ToyRun().plan
    #expect(try RecordCoding.decode(RunDescription.self, from: RecordCoding.document(plan)) == plan)
  }

  @Test func keysAreSortedAndNothingNeedsAnEscapedSlash() throws {
    let text = String(decoding: try RecordCoding.line(attack), as: UTF8.self)
    #expect(
      text == """
        {"bounds":{"lower":0,"upper":1},"goal":"untargeted","name":"PGD-20","norm":"linf","region":{"allowedCount":9,\
        "elementCount":36,"name":"padding frames"},"seed":18446744073709551615,"size":0.03}
        """)
  }

  @Test func differencesThatForbidResumingAreNamed() {
    var other = ToyRun().plan
    other.model.sha256 = "ff"
    other.settings = [Setting("steps", "20")]
    other.created = "later"
    #expect(ToyRun().plan.conflicts(with: other) == ["the model file", "the settings"])
    #expect(ToyRun().plan.conflicts(with: ToyRun().plan).isEmpty)
  }

  @Test func unknownFieldsAreIgnored() throws {
    let text = #"{"count":1,"lower":0,"rate":1,"total":1,"upper":1,"later":[]}"#
    #expect(try RecordCoding.decode(Proportion.self, from: Data(text.utf8)).count == 1)
  }
}
