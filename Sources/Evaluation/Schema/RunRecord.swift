/// What the records of every task have in common.
public protocol RunRecord: Codable, Sendable {
  var sample: SampleReference { get }
  var attack: AttackReference { get }
  var status: RecordStatus { get }
  var succeeded: Bool { get }
  var succeededAfterRounding: Bool? { get }
  var audit: Audit? { get }
  var size: PerturbationSize? { get }
  var cost: AttackCost? { get }
  var health: AttackHealth? { get }
  var timing: RecordTiming { get }
}

extension ClassificationRecord: RunRecord {}
extension SegmentationRecord: RunRecord {}
